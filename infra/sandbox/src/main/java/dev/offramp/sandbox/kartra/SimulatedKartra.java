package dev.offramp.sandbox.kartra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.offramp.sandbox.SlidingLimit;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A simulated Kartra on 127.0.0.1: its one end point with its envelope, its limit as a true sliding
 * window, answers that are JSON called text/html with status 200, and faults. {@code POST
 * /sandbox/export} takes an export of contacts, whose people it then knows.
 */
public final class SimulatedKartra implements AutoCloseable {
  private static final int THREADS = 32;

  private final KartraOptions options;
  private final LeadBook leads = new LeadBook();
  private final OrderBook orders = new OrderBook();
  private final NestedForm forms = new NestedForm();
  private final KartraCommands commands;
  private final SlidingLimit limit;
  private final HttpServer server;
  private final ExecutorService threads;
  private final Random random;
  private final List<String> log = new ArrayList<>();
  private volatile KartraFaults faults;

  private SimulatedKartra(KartraOptions options) throws IOException {
    this.options = options;
    this.faults = options.faults();
    this.random = new Random(faults.seed());
    this.commands = new KartraCommands(options, leads, orders);
    this.limit = new SlidingLimit(1000, options.callsPerSecond());
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "kartra");
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
  public static SimulatedKartra start(KartraOptions options) throws IOException {
    return new SimulatedKartra(options);
  }

  /** Where it listens. */
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The secret that leads to it, as Offramp wants one. */
  public String secret() {
    return options.secret(baseUri());
  }

  /** The people. */
  public LeadBook leads() {
    return leads;
  }

  /** What they bought. */
  public OrderBook orders() {
    return orders;
  }

  /** Changes what goes wrong from now on. */
  public void faults(KartraFaults plan) {
    faults = plan;
  }

  /** The most calls that any second held. */
  public int fullestSecond() {
    return limit.fullest();
  }

  /** Calls that were refused for the limit. */
  public long refused() {
    return limit.refused();
  }

  /** What was asked so far and not refused for the limit: the command, and the key of a lead. */
  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (path.equals("/sandbox/export")) {
        leads.read(new StringReader(body), faults.seed());
        reply(exchange, 200, Integer.toString(leads.size()));
      } else if (exchange.getRequestMethod().equals("POST") && path.matches("/api/?")) {
        call(exchange, forms.parse(body));
      } else {
        reply(exchange, 200, "<!doctype html><title>Kartra (simulated)</title><p>POST /api");
      }
    }
  }

  private void call(HttpExchange exchange, ObjectNode form) throws IOException {
    if (!limit.tryCall(System.nanoTime())) {
      reply(exchange, 429, "Too many requests");
      return;
    }
    boolean fields = form.toString().contains("retrieve_custom_fields");
    note(form);
    pause(faults.latencyMillis());
    switch (draw(fields)) {
      case UNANSWERED -> pause(faults.holdMillis()); // Closed without an answer.
      case PAGE -> reply(exchange, 200, "<html><body>We will be right back.</body></html>");
      case EMPTY -> reply(exchange, 200, "");
      case BROKEN -> reply(exchange, 500, "Internal error");
      case SOMEBODY_ELSE -> reply(exchange, 429, "Too many requests");
      case NONE -> reply(exchange, 200, commands.answer(form).toString());
    }
  }

  private void note(ObjectNode form) {
    String command =
        form.has("get_lead")
            ? "get_lead " + form.path("get_lead").path("id").asText("by e-mail")
            : form.path("actions").path("0").path("cmd").asText();
    synchronized (log) {
      log.add(command);
    }
  }

  private KartraFaults.Fault draw(boolean fields) {
    synchronized (random) {
      return faults.at(random.nextInt(1000), fields);
    }
  }

  private static void pause(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}
