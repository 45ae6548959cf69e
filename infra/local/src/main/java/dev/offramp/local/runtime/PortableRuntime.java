package dev.offramp.local.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A runtime client in plain Java for systems on which AWS's has no native part: takes calls from
 * the Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) and gives them
 * to a stream handler. The handler's interfaces are reached by reflection, so that this class needs
 * nothing but the JDK.
 */
public final class PortableRuntime {
  private final String base;
  private final Object handler;
  private final Method method;
  private final PortableContext contexts;

  private PortableRuntime(String base, Object handler, Method method, PortableContext contexts) {
    this.base = base;
    this.handler = handler;
    this.method = method;
    this.contexts = contexts;
  }

  /**
   * Runs the function until the Runtime API goes away.
   *
   * @param arguments the handler: a class, or a class and a method as {@code Class::method}
   * @throws IOException if the Runtime API goes away
   */
  public static void main(String[] arguments) throws IOException {
    String base = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime";
    PortableRuntime runtime;
    try {
      runtime = load(base, arguments[0]);
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      post(base + "/init/error", PortableErrors.json(cause), "Runtime.InitError");
      System.err.println(PortableErrors.trace(cause));
      System.exit(1);
      return;
    }
    while (true) {
      runtime.serveOne();
    }
  }

  private static PortableRuntime load(String base, String handler)
      throws ReflectiveOperationException {
    String[] parts = handler.split("::", 2);
    Class<?> type = Class.forName(parts[0]);
    Class<?> context = Class.forName("com.amazonaws.services.lambda.runtime.Context");
    Method method =
        type.getMethod(
            parts.length == 2 ? parts[1] : "handleRequest",
            InputStream.class,
            OutputStream.class,
            context);
    return new PortableRuntime(
        base, type.getDeclaredConstructor().newInstance(), method, new PortableContext(context));
  }

  private void serveOne() throws IOException {
    HttpURLConnection next = connect(base + "/invocation/next");
    byte[] event;
    try (InputStream body = next.getInputStream()) {
      event = body.readAllBytes();
    }
    String id = next.getHeaderField("Lambda-Runtime-Aws-Request-Id");
    long deadline = Long.parseLong(next.getHeaderField("Lambda-Runtime-Deadline-Ms"));
    String arn = next.getHeaderField("Lambda-Runtime-Invoked-Function-Arn");
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      method.invoke(
          handler, new ByteArrayInputStream(event), answer, contexts.of(id, arn, deadline));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      System.err.println(PortableErrors.trace(cause));
      post(base + "/invocation/" + id + "/error", PortableErrors.json(cause), "Unhandled");
      return;
    } catch (IllegalAccessException e) {
      throw new IOException("the handler cannot be called", e);
    }
    post(base + "/invocation/" + id + "/response", answer.toByteArray(), null);
  }

  private static void post(String address, byte[] body, String errorType) throws IOException {
    HttpURLConnection connection = connect(address);
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("Content-Type", "application/json");
    if (errorType != null) {
      connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", errorType);
    }
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    if (status >= 300) {
      String words = new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      throw new IOException("the Runtime API answered " + status + ": " + words);
    }
    connection.getInputStream().close();
  }

  private static HttpURLConnection connect(String address) throws IOException {
    return (HttpURLConnection) URI.create(address).toURL().openConnection();
  }
}
