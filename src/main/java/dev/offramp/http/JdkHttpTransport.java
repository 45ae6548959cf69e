package dev.offramp.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Sends requests with the JDK's own client. Follows no redirect: a key goes to one host only. */
public final class JdkHttpTransport implements HttpTransport {
  private final HttpClient client;
  private final URI base;
  private final Map<String, String> headers;

  /**
   * Takes the client, the address below which all paths lie, and headers for every request.
   *
   * @param headers may hold the key; never logged
   */
  public JdkHttpTransport(HttpClient client, URI base, Map<String, String> headers) {
    this.client = client;
    this.base = base;
    this.headers = Map.copyOf(headers);
  }

  @Override
  public HttpReply send(HttpCall call) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + call.path()))
            .timeout(call.timeout())
            .method(
                call.method(),
                call.body() == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(call.body()));
    headers.forEach(request::header);
    call.headers().forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new HttpReply(response.statusCode(), response.headers().map(), response.body());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new NotSentException("no connection", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException cut = new InterruptedIOException("interrupted");
      cut.initCause(e);
      throw cut;
    }
  }
}
