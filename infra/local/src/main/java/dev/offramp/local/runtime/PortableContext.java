package dev.offramp.local.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** Makes the context objects of calls, by proxy: the interface is the function's own. */
final class PortableContext {
  private final Class<?> type;

  PortableContext(Class<?> type) {
    this.type = type;
  }

  Object of(String requestId, String arn, long deadlineMillis) {
    Object logger = logger();
    return proxy(
        type,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getAwsRequestId" -> requestId;
              case "getInvokedFunctionArn" -> arn;
              case "getFunctionName" -> System.getenv("AWS_LAMBDA_FUNCTION_NAME");
              case "getFunctionVersion" -> System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
              case "getLogGroupName" -> System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
              case "getLogStreamName" -> System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
              case "getMemoryLimitInMB" ->
                  Integer.valueOf(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
              case "getRemainingTimeInMillis" ->
                  (int) Math.max(0, deadlineMillis - System.currentTimeMillis());
              case "getLogger" -> logger;
              case "toString" -> "context of " + requestId;
              case "hashCode" -> System.identityHashCode(self);
              case "equals" -> self == arguments[0];
              default -> null;
            });
  }

  private Object logger() {
    Class<?> loggerType;
    try {
      loggerType = type.getMethod("getLogger").getReturnType();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this is no Lambda context: " + type, e);
    }
    return proxy(
        loggerType,
        (self, method, arguments) -> {
          if (method.getName().equals("log")) {
            Object text = arguments[0];
            System.out.println(
                text instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : text);
          }
          return null;
        });
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
