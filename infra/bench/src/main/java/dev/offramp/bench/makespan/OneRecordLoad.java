package dev.offramp.bench.makespan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.bench.MeteredCloud;
import dev.offramp.bench.StageRun;
import dev.offramp.sandbox.FaultPlan;
import dev.offramp.sandbox.SandboxOptions;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.throttle.CostUnit;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Measures the makespan of a load into an API that takes one record a call, 10 calls a second (100
 * in 10 s) and answers after 150 ms: the real stages in one JVM on the services' emulators, with
 * the throttle on DynamoDB.
 */
public final class OneRecordLoad {
  private static final int LIMIT = 100;
  private static final int LATENCY_MILLIS = 150;
  private static final int CALLS_A_DAY = 10_000_000;
  private static final int CHUNK_ROWS = 1000;
  private static final Limits LIMITS =
      new Limits(
          "one-record",
          "bench",
          List.of(
              new Window(
                  CostUnit.CALLS,
                  LIMIT,
                  Duration.ofSeconds(10),
                  Window.Rule.SLIDING,
                  Optional.empty(),
                  "chosen for the measurement",
                  "")));

  private OneRecordLoad() {}

  /** Takes how many contacts (3000) and the order (paced). */
  public static void main(String[] args) throws IOException {
    int people = args.length > 0 ? Integer.parseInt(args[0]) : 3000;
    String order = args.length > 1 ? args[1] : "paced";
    Path folder = Files.createTempDirectory("one-record");
    SandboxOptions options =
        new SandboxOptions(0, "bench", LIMIT, CALLS_A_DAY, FaultPlan.none(LATENCY_MILLIS));
    try (MeteredCloud cloud = new MeteredCloud(folder, CHUNK_ROWS);
        SandboxServer vendor = SandboxServer.start(options)) {
      cloud.put(
          "inbox/bench/plan.yaml",
          "destination: hubspot\napproval: automatic\norder: " + order + "\n");
      StageRun run = new StageRun(cloud);
      run.upload("inbox/bench/contacts.csv", new PlainContacts(people).csv());
      run.prepare();
      JsonNode before = vendor.stats();
      Duration took =
          run.load(
              cloud
                  .parts()
                  .loader(new OneRecordConnections(cloud.parts().budgets(), vendor, LIMITS)));
      System.out.println(Makespan.HEAD);
      System.out.println(
          Makespan.of(run.job().counters(), order, took, before, vendor.stats(), LIMITS).line());
    }
  }
}
