package dev.offramp.bench.permits;

import dev.offramp.aws.DynamoBudgetStore;
import dev.offramp.bench.CapacityMeter;
import dev.offramp.throttle.BudgetStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * One loader: a process of its own. It hears a {@link Round} a line on its standard input, and
 * answers each with what its budgets consumed.
 */
public final class LoaderProcess {
  private final URI dynamo;
  private final String table;

  private LoaderProcess(URI dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
  }

  /** Takes DynamoDB's address and the table of budgets. */
  public static void main(String[] args) throws IOException, InterruptedException {
    LoaderProcess loader = new LoaderProcess(URI.create(args[0]), args[1]);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    loader.warm();
    System.out.println("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(loader.take(Round.parse(line)));
    }
  }

  /** Everything that a first call loads is loaded before the first round. */
  private void warm() {
    try (DynamoDbClient client = client(new CapacityMeter())) {
      DynamoBudgetStore store = new DynamoBudgetStore(client, table);
      BudgetStore.Stored nobodys = store.read("nobody's");
      store.replace("nobody's", nobodys.version(), nobodys.state());
      store.replace("nobody's", nobodys.version(), nobodys.state()); // Refused.
    }
  }

  private String take(Round round) throws InterruptedException {
    List<CapacityMeter> meters = new ArrayList<>();
    List<DynamoDbClient> clients = new ArrayList<>();
    List<Pacing> pacings = new ArrayList<>();
    List<Lanes> lanes = new ArrayList<>();
    for (Variant variant : Variant.values()) {
      CapacityMeter meter = new CapacityMeter();
      DynamoDbClient client = client(meter);
      Pacing pacing = variant.pacing(round, new DynamoBudgetStore(client, table));
      meters.add(meter);
      clients.add(client);
      pacings.add(pacing);
      lanes.add(new Lanes(round, round.ports().get(variant), pacing));
    }
    TimeUnit.MILLISECONDS.sleep(
        Math.max(0, Duration.between(Instant.now(), round.settled()).toMillis()));
    List<CapacityMeter.Reading> atStart = meters.stream().map(CapacityMeter::reading).toList();
    for (Lanes each : lanes) {
      each.join();
    }
    pacings.forEach(Pacing::close);
    clients.forEach(DynamoDbClient::close);
    return answer(atStart, meters.stream().map(CapacityMeter::reading).toList());
  }

  /** Of each variant: write and read units at the start, and all of them. */
  private static String answer(
      List<CapacityMeter.Reading> atStart, List<CapacityMeter.Reading> all) {
    StringBuilder answer = new StringBuilder("done");
    for (int i = 0; i < all.size(); i++) {
      for (CapacityMeter.Reading used : List.of(atStart.get(i), all.get(i))) {
        answer.append(' ').append(used.writes()).append(' ').append(used.reads());
      }
    }
    return answer.toString();
  }

  private DynamoDbClient client(CapacityMeter meter) {
    return DynamoDbClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .endpointOverride(dynamo)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .overrideConfiguration(c -> c.addExecutionInterceptor(meter))
        .build();
  }
}
