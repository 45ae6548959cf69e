package dev.offramp.local.lambda;

import dev.offramp.local.emulator.LoopbackServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lambda's Runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html) for every
 * environment: each has its own first part of the path, so its {@code AWS_LAMBDA_RUNTIME_API} is
 * {@code host:port/environment}.
 */
final class RuntimeApi implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile(
          "/([^/]+)/2018-06-01/runtime/(?:invocation/(next)|invocation/([^/]+)/(response|error)"
              + "|(init/error))");

  private final Map<String, RuntimeSession> sessions = new ConcurrentHashMap<>();
  private final LoopbackServer server;

  RuntimeApi() {
    server = LoopbackServer.start("Lambda Runtime API", 0, new Protocol());
  }

  /** Makes room for an environment. */
  RuntimeSession open(String environment) {
    RuntimeSession session = new RuntimeSession(environment);
    sessions.put(environment, session);
    return session;
  }

  /** Forgets an environment. */
  void forget(String environment) {
    sessions.remove(environment);
  }

  /** What {@code AWS_LAMBDA_RUNTIME_API} has to be in that environment. */
  String address(String environment) {
    return server.uri().getAuthority() + "/" + environment;
  }

  @Override
  public void close() {
    server.close();
  }

  private final class Protocol extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Matcher path = PATH.matcher(Request.getPathInContext(request));
      RuntimeSession session = path.matches() ? sessions.get(path.group(1)) : null;
      if (session == null) {
        answer(response, callback, 404, "{\"errorType\":\"NotFound\"}");
      } else if (path.group(2) != null) {
        session.next(invocation -> deliver(response, callback, invocation));
      } else {
        String body = Content.Source.asString(request, StandardCharsets.UTF_8);
        boolean taken = take(session, path, body);
        answer(
            response,
            callback,
            taken ? 202 : 400,
            taken ? "{\"status\":\"OK\"}" : "{\"errorType\":\"InvalidRequestID\"}");
      }
      return true;
    }

    private boolean take(RuntimeSession session, Matcher path, String body) {
      if (path.group(5) != null) {
        session.initFailed(body);
        return true;
      }
      return path.group(4).equals("response")
          ? session.answer(path.group(3), body)
          : session.fail(path.group(3), body);
    }

    private void deliver(Response response, Callback callback, Invocation invocation) {
      response
          .getHeaders()
          .put("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
          .put("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline().toEpochMilli()))
          .put("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn())
          .put("Lambda-Runtime-Trace-Id", traceId(invocation));
      answer(response, callback, 200, invocation.payload());
    }

    private String traceId(Invocation invocation) {
      String hex = invocation.requestId().replace("-", "");
      return "Root=1-" + hex.substring(0, 8) + "-" + hex.substring(8) + ";Sampled=0";
    }

    private void answer(Response response, Callback callback, int status, String body) {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    }
  }
}
