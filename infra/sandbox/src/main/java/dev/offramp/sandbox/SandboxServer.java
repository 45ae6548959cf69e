package dev.offramp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.offramp.sandbox.FaultPlan.Fault;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A simulated HubSpot on 127.0.0.1, with the published limits as true sliding windows, latency and
 * faults. Under {@code /sandbox/} lies what only tests and people use; {@code /} is a page.
 */
public final class SandboxServer implements AutoCloseable {
  private static final int THREADS = 32;
  private static final long DAY_MILLIS = 86_400_000;

  private final SandboxOptions options;
  private final SimulatedApi api = new SimulatedHubSpot();
  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final ExecutorService threads;
  private final SlidingLimit burst;
  private final SlidingLimit daily;
  private final Random random;
  // One of its own: the n-th call that changes something meets the same fault in every run.
  private final Random chance;
  private volatile FaultPlan faults;
  private long faulted;
  private long timedOutAfterEffect;

  private SandboxServer(SandboxOptions options) throws IOException {
    this.options = options;
    this.faults = options.faults();
    this.random = new Random(faults.seed());
    this.chance = new Random(faults.seed());
    this.burst = new SlidingLimit(10_000, options.callsPer10s());
    this.daily = new SlidingLimit(DAY_MILLIS, options.callsPerDay());
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
    faults = plan;
  }

  /** Calls so far, refusals, and the fullest window of ten seconds. */
  public JsonNode stats() {
    ObjectNode stats = json.createObjectNode();
    stats.put("limitPer10s", burst.limit());
    stats.put("fullest10s", burst.fullest());
    stats.put("refusedForTheLimit", burst.refused() + daily.refused());
    stats.put("callsToday", daily.limit() - daily.remaining(System.nanoTime()));
    stats.put("records", api.size());
    synchronized (chance) {
      stats.put("faults", faulted);
      stats.put("timedOutAfterEffect", timedOutAfterEffect);
    }
    return stats;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/")) {
        reply(exchange, 200, "text/html; charset=utf-8", new SandboxPage().render(api, stats()));
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
        faults = json.treeToValue(body, FaultPlan.class);
        reply(exchange, 200, stats());
      }
      default -> reply(exchange, 404, json.createObjectNode().put("message", "not found"));
    }
  }

  private JsonNode body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] bytes = in.readAllBytes();
      return bytes.length == 0 ? null : json.readTree(bytes);
    }
  }

  private void vendor(HttpExchange exchange, String path) throws IOException {
    JsonNode body = body(exchange);
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + options.key()).equals(key)) {
      fail(exchange, 401, "INVALID_AUTHENTICATION", "Authentication credentials not found.");
      return;
    }
    long now = System.nanoTime();
    if (!burst.tryCall(now) || !daily.tryCall(now)) {
      limited(exchange, "You have reached your ten_secondly_rolling limit.");
      return;
    }
    String method = exchange.getRequestMethod();
    FaultPlan plan = faults;
    Fault fault = api.changes(method, path) ? draw(plan) : Fault.NONE;
    pause(latency(plan));
    switch (fault) {
      case LOCKED -> fail(exchange, 423, "LOCKED", "The records are locked.");
      case SOMEBODY_ELSE -> limited(exchange, "Another integration has used the limit.");
      case FAILED_BEFORE -> fail(exchange, 503, "SERVICE_UNAVAILABLE", "Try again.");
      case TIMEOUT_BEFORE -> pause(plan.holdMillis()); // Closed without an answer.
      case TIMEOUT_AFTER -> {
        answer(exchange, path, body);
        pause(plan.holdMillis());
      }
      case FAILED_AFTER -> {
        answer(exchange, path, body);
        fail(exchange, 502, "BAD_GATEWAY", "Bad gateway.");
      }
      case NONE -> {
        ApiReply answer = answer(exchange, path, body);
        headers(exchange);
        reply(exchange, answer.status(), answer.body());
      }
    }
  }

  private ApiReply answer(HttpExchange exchange, String path, JsonNode body) {
    String query = exchange.getRequestURI().getQuery();
    return api.call(exchange.getRequestMethod(), path, query == null ? "" : query, body);
  }

  private Fault draw(FaultPlan plan) {
    synchronized (chance) {
      Fault fault = plan.at(chance.nextInt(1000));
      faulted += fault == Fault.NONE ? 0 : 1;
      timedOutAfterEffect += fault == Fault.TIMEOUT_AFTER ? 1 : 0;
      return fault;
    }
  }

  private int latency(FaultPlan plan) {
    int tenth = plan.latencyMillis() / 10;
    synchronized (random) {
      return plan.latencyMillis() + (tenth == 0 ? 0 : random.nextInt(2 * tenth + 1) - tenth);
    }
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void headers(HttpExchange exchange) {
    long now = System.nanoTime();
    var headers = exchange.getResponseHeaders();
    headers.set("X-HubSpot-RateLimit-Max", Integer.toString(burst.limit()));
    headers.set("X-HubSpot-RateLimit-Remaining", Integer.toString(burst.remaining(now)));
    headers.set("X-HubSpot-RateLimit-Interval-Milliseconds", "10000");
    headers.set("X-HubSpot-RateLimit-Daily", Integer.toString(daily.limit()));
    headers.set("X-HubSpot-RateLimit-Daily-Remaining", Integer.toString(daily.remaining(now)));
  }

  private void limited(HttpExchange exchange, String message) throws IOException {
    headers(exchange);
    ObjectNode error = (ObjectNode) api.error(429, "RATE_LIMITS", message);
    error.put("policyName", "TEN_SECONDLY_ROLLING");
    reply(exchange, 429, error);
  }

  private void fail(HttpExchange exchange, int status, String category, String message)
      throws IOException {
    reply(exchange, status, api.error(status, category, message));
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
