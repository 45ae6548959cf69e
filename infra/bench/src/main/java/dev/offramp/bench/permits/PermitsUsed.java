package dev.offramp.bench.permits;

import dev.offramp.local.emulator.DynamoDbEmulator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Measures which part of what a limit allows is used, and whether the limit is kept as the server
 * sees it, by loaders in processes of their own. All variants run side by side, each at its own
 * server and on its own budget, so that whatever disturbs one disturbs all.
 */
public final class PermitsUsed {
  private static final String TABLE = "budgets";
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final List<Rate> RATES =
      List.of(
          new Rate(10, Duration.ofSeconds(1)),
          new Rate(190, Duration.ofSeconds(10)),
          new Rate(100, Duration.ofSeconds(1)));

  private final LoaderFleet fleet;
  private final Duration measured;

  private PermitsUsed(LoaderFleet fleet, Duration measured) {
    this.fleet = fleet;
    this.measured = measured;
  }

  /**
   * Takes how many seconds each round is measured (60), the numbers of loaders (1,8,64), and the
   * limits by their calls (10,190,100).
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Duration measured = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
    List<Integer> counts = numbers(args, 1, "1,8,64");
    List<Integer> limits = numbers(args, 2, "10,190,100");
    int most = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
    try (DynamoDbEmulator dynamo = DynamoDbEmulator.start(0, Optional.empty())) {
      table(dynamo.uri());
      try (LoaderFleet fleet = new LoaderFleet(most, dynamo.uri(), TABLE)) {
        PermitsUsed bench = new PermitsUsed(fleet, measured);
        System.out.println(
            """
            | limit | loaders | how | used ÷ allowed | aim | fullest window | over | refused | write units a permit | read units a permit | write units before |
            |---|---|---|---|---|---|---|---|---|---|---|\
            """);
        for (Rate rate : RATES.stream().filter(r -> limits.contains(r.calls())).toList()) {
          for (int count : counts) {
            bench.round(rate, count);
          }
        }
      }
    }
  }

  private static List<Integer> numbers(String[] args, int place, String unsaid) {
    return Stream.of((args.length > place ? args[place] : unsaid).split(",", -1))
        .map(Integer::valueOf)
        .toList();
  }

  private void round(Rate rate, int count) throws IOException, InterruptedException {
    Map<Variant, ArrivalServer> servers = new EnumMap<>(Variant.class);
    Map<Variant, Integer> ports = new EnumMap<>(Variant.class);
    try {
      for (Variant variant : Variant.values()) {
        ArrivalServer server = new ArrivalServer(LATENCY);
        servers.put(variant, server);
        ports.put(variant, server.port());
      }
      Instant begin = Instant.now().plusSeconds(2);
      Instant end = begin.plus(SETTLE).plus(measured);
      String id = "r" + rate.calls() + "-" + count;
      Round round = new Round(id, rate, count, begin, begin.plus(SETTLE), end, ports);
      fleet.go(round);
      TimeUnit.MILLISECONDS.sleep(Duration.between(Instant.now(), begin.plus(SETTLE)).toMillis());
      long from = System.nanoTime();
      Map<Variant, Consumed> consumed = fleet.consumed(round);
      for (Variant variant : Variant.values()) {
        print(round, variant, servers.get(variant).arrivals(), from, consumed.get(variant));
      }
    } finally {
      for (ArrivalServer server : servers.values()) {
        server.close();
      }
    }
  }

  private void print(
      Round round, Variant variant, Arrivals arrivals, long from, Consumed consumed) {
    Rate rate = round.rate();
    double used = arrivals.between(from, from + measured.toNanos());
    int fullest = arrivals.fullest(rate.window().toNanos());
    System.out.printf(
        "| %s | %d | %s | %.3f | %s | %d | %d | %d | %s | %s | %s |%n",
        rate.inWords(),
        round.processes(),
        variant.title(),
        used / (rate.perSecond() * measured.toSeconds()),
        variant.leased() ? "%.3f".formatted(rate.aim()) : "",
        fullest,
        Math.max(0, fullest - rate.calls()),
        arrivals.refused(rate.window().toNanos(), rate.calls()),
        variant.leased() ? "%.3f".formatted(consumed.writes() / used) : "",
        variant.leased() ? "%.3f".formatted(consumed.reads() / used) : "",
        variant.leased() ? "%.0f".formatted(consumed.startWrites()) : "");
  }

  private static void table(URI dynamo) {
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .httpClient(UrlConnectionHttpClient.create())
            .endpointOverride(dynamo)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build()) {
      client.createTable(
          t ->
              t.tableName(TABLE)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .keySchema(
                      KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build())
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("pk")
                          .attributeType(ScalarAttributeType.S)
                          .build()));
    }
  }
}
