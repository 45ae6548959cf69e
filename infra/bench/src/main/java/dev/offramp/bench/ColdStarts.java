package dev.offramp.bench;

import dev.offramp.local.FunctionProcess;
import dev.offramp.local.InvocationResult;
import dev.offramp.local.LocalCloud;
import dev.offramp.local.LocalCloudOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures how long each function takes from the start of its process to its first answer, with and
 * without a class archive, on the JDK that runs this. The plain case is measured twice in turn with
 * the others, so that the difference of the two says how large the noise is.
 */
public final class ColdStarts {
  private static final int ROUNDS = 5;
  private static final String BELL =
      """
      {"Records":[{"messageId":"1","receiptHandle":"1","body":"{\\"bell\\":\\"jnone%s\\"}",\
      "attributes":{},"messageAttributes":{},"eventSource":"aws:sqs",\
      "eventSourceARN":"arn:aws:sqs:us-east-1:000000000000:q","awsRegion":"us-east-1"}]}""";
  private static final Map<String, String> FUNCTIONS =
      Map.of("Parser", "", "Mapper", "/0", "Loader", "", "Conductor", "", "Rollback", "");

  private final Path project;
  private final Map<String, Map<String, List<Long>>> millis = new LinkedHashMap<>();
  private final Map<String, List<Long>> resident = new LinkedHashMap<>();

  private ColdStarts(Path project) {
    this.project = project;
  }

  /** Takes the project's folder; prints a table. */
  public static void main(String[] args) throws Exception {
    ColdStarts starts = new ColdStarts(Path.of(args.length > 0 ? args[0] : ".").toAbsolutePath());
    Path cache = Files.createTempDirectory("cold-starts");
    try {
      starts.prepare(cache.resolve("archived"));
      for (int round = 0; round < ROUNDS; round++) {
        starts.measure("plain", cache.resolve("plain"));
        starts.measure("archive", cache.resolve("archived"));
        starts.measure("plain again", cache.resolve("plain"));
      }
      starts.print();
    } finally {
      remove(cache);
    }
  }

  private LocalCloudOptions options(Path cache) {
    return LocalCloudOptions.builder(project.resolve("template.yaml"))
        .projectRoot(project)
        .cacheDir(cache)
        .prewarm(false)
        .scheduleOverride(java.time.Duration.ofHours(10))
        .build();
  }

  private void prepare(Path cache) {
    try (LocalCloud cloud = new LocalCloud(options(cache)).start()) {
      cloud.prepareArchives();
    }
  }

  private void measure(String name, Path cache) throws InterruptedException, IOException {
    try (LocalCloud cloud = new LocalCloud(options(cache)).start()) {
      for (Map.Entry<String, String> function : FUNCTIONS.entrySet()) {
        long start = System.nanoTime();
        InvocationResult result =
            cloud.invoke(function.getKey(), BELL.formatted(function.getValue()));
        long took = (System.nanoTime() - start) / 1_000_000;
        if (!result.succeeded()) {
          throw new IllegalStateException(function.getKey() + " failed: " + result);
        }
        millis
            .computeIfAbsent(function.getKey(), f -> new LinkedHashMap<>())
            .computeIfAbsent(name, n -> new ArrayList<>())
            .add(took);
        for (FunctionProcess process : cloud.processes()) {
          if (process.function().equals(function.getKey())) {
            residentKb(process.pid())
                .ifPresent(
                    kb -> resident.computeIfAbsent(name, n -> new ArrayList<>()).add(kb / 1024));
          }
        }
      }
    }
  }

  private static Optional<Long> residentKb(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return Optional.empty();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  private void print() throws IOException {
    System.out.printf("JDK %s, ms from process start to first answer%n", Runtime.version());
    System.out.printf(
        "%-10s %10s  %-22s %-22s %-22s%n", "function", "zip", "plain", "archive", "plain again");
    for (Map.Entry<String, Map<String, List<Long>>> function : millis.entrySet()) {
      Path zip =
          project.resolve(
              "functions/"
                  + function.getKey().toLowerCase(java.util.Locale.ROOT)
                  + "/target/function.zip");
      System.out.printf(
          "%-10s %7.1f MB  %-22s %-22s %-22s%n",
          function.getKey(),
          Files.size(zip) / 1e6,
          words(function.getValue().get("plain")),
          words(function.getValue().get("archive")),
          words(function.getValue().get("plain again")));
    }
    resident.forEach((name, mb) -> System.out.printf("resident, %s: %s MB%n", name, words(mb)));
  }

  private static String words(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    return "%d (%d–%d)"
        .formatted(sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
