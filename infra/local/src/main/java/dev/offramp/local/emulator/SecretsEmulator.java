package dev.offramp.local.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.local.LocalCloudException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The part of Secrets Manager that is used here, in its JSON 1.1 protocol: CreateSecret,
 * GetSecretValue, PutSecretValue, DeleteSecret
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html).
 */
public final class SecretsEmulator implements AutoCloseable {
  private final LoopbackServer server;

  private SecretsEmulator(LoopbackServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param port the port, or 0 for any
   * @param region the region in its ARNs
   * @param file where the secrets are kept, readable by their owner only; none: in memory
   * @param moved addresses that kept secrets may name, with those that hold now
   * @throws LocalCloudException OFF-3105, OFF-3107, OFF-3108
   */
  public static SecretsEmulator start(
      int port, String region, Optional<Path> file, Map<String, String> moved) {
    SecretStore store = new SecretStore(region, file);
    store.move(moved);
    return new SecretsEmulator(LoopbackServer.start("Secrets Manager", port, new Protocol(store)));
  }

  /** Its address. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }

  private static final class Protocol extends Handler.Abstract {
    private final ObjectMapper json = new ObjectMapper();
    private final SecretStore store;

    Protocol(SecretStore store) {
      this.store = store;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String target = request.getHeaders().get("X-Amz-Target");
      String operation = target == null ? "" : target.substring(target.indexOf('.') + 1);
      try {
        JsonNode input = json.readTree(Content.Source.asString(request, StandardCharsets.UTF_8));
        answer(response, callback, 200, store.perform(operation, input));
      } catch (SecretStore.Refusal e) {
        answer(response, callback, 400, error(e.type(), e.getMessage()));
      } catch (JsonProcessingException e) {
        answer(response, callback, 400, error("SerializationException", "The body is no JSON."));
      }
      return true;
    }

    private ObjectNode error(String type, String message) {
      return json.createObjectNode().put("__type", type).put("Message", message);
    }

    private void answer(Response response, Callback callback, int status, JsonNode body)
        throws JsonProcessingException {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
      response.write(true, ByteBuffer.wrap(json.writeValueAsBytes(body)), callback);
    }
  }
}
