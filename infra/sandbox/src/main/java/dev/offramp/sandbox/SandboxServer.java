package dev.offramp.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A simulated HubSpot on 127.0.0.1, with the published limits as true sliding windows, latency and
 * faults. Under {@code /sandbox/} lies what only tests and people use; {@code /} is a page.
 */
public final class SandboxServer implements AutoCloseable {
  private static final int THREADS = 32;

  private final SandboxOptions options;
  private final SimulatedApi api = new SimulatedHubSpot();
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final ExecutorService threads;
  private final VendorGate gate;

  private SandboxServer(SandboxOptions options) throws IOException {
    this.options = options;
    this.gate = new VendorGate(api, options, System::nanoTime);
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "sandbox");
              thread.setDaemon(true);
              return thread;
            });
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 128);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts; throws if the port is taken. */
  public static SandboxServer start(SandboxOptions options) throws IOException {
    return new SandboxServer(options);
  }

  /** Where it listens. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The key that callers have to bring. */
  public String key() {
    return options.key();
  }

  /** The vendor's API with its state. */
  public SimulatedApi api() {
    return api;
  }

  /** Changes what goes wrong from now on. */
  public void faults(FaultPlan plan) {
    gate.faults(plan);
  }

  /** Calls so far, refusals, and the fullest window of ten seconds. */
  public JsonNode stats() {
    ObjectNode stats = json.createObjectNode();
    gate.describe(stats);
    return stats;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      if (path.equals("/")) {
        boolean still = "still".equals(exchange.getRequestURI().getQuery());
        String page = new SandboxPage().render(api, stats(), still);
        reply(exchange, 200, "text/html; charset=utf-8", page);
      } else if (path.startsWith("/sandbox/")) {
        operate(exchange, path.substring("/sandbox/".length()));
      } else {
        vendor(exchange, path);
      }
    }
  }

  private void operate(HttpExchange exchange, String what) throws IOException {
    JsonNode body = body(exchange);
    switch (what) {
      case "dump" -> reply(exchange, 200, api.dump());
      case "stats" -> reply(exchange, 200, stats());
      case "seed" -> {
        api.seed(body.path("seed").asLong(1), body.path("people").asInt(0));
        reply(exchange, 200, stats());
      }
      case "edit" -> {
        boolean done =
            api.edit(
                body.path("email").asText(),
                body.path("field").asText(),
                body.path("value").asText());
        reply(exchange, done ? 200 : 404, stats());
      }
      case "faults" -> {
        if (!body.isObject()) {
          reply(exchange, 400, json.createObjectNode().put("message", "a plan of faults"));
          return;
        }
        gate.faults(json.treeToValue(body, FaultPlan.class));
        reply(exchange, 200, stats());
      }
      default -> reply(exchange, 404, json.createObjectNode().put("message", "not found"));
    }
  }

  /** The JSON of a request; a missing node where there is none or it cannot be read. */
  private JsonNode body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      return json.readTree(in.readAllBytes());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private void vendor(HttpExchange exchange, String path) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    VendorGate.Deed deed =
        gate.take(
            new VendorGate.Call(
                exchange.getRequestHeaders().getFirst("Authorization"),
                exchange.getRequestMethod(),
                path,
                query == null ? "" : query,
                body(exchange)));
    pause(deed.latencyMillis());
    if (deed.answer() == null) {
      pause(deed.holdMillis()); // Closed without an answer.
      return;
    }
    deed.headers().forEach(exchange.getResponseHeaders()::set);
    reply(exchange, deed.answer().status(), deed.answer().body());
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
    reply(exchange, status, "application/json", body == null ? "" : body.toString());
  }

  private static void reply(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
