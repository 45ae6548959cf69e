package dev.offramp.bench.makespan;

import dev.offramp.local.LocalCloudOptions;
import dev.offramp.local.template.FunctionDeclaration;
import dev.offramp.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long the functions of a run were at work, from what the local cloud logs of each call. */
final class FunctionTimes {
  private static final Pattern DURATION = Pattern.compile("END RequestId: .* Duration: (\\d+) ms");

  private final LocalCloudOptions options;
  private final Path logs;

  FunctionTimes(LocalCloudOptions options, Path logs) {
    this.options = options;
    this.logs = logs;
  }

  /** A table of calls, seconds and GB-seconds for each 1,000 rows, each function in a line. */
  String table(long rows) throws IOException {
    StringBuilder table =
        new StringBuilder(
            """
            | function | memory, MB | calls | at work, s | GB-seconds for 1,000 rows |
            |---|---|---|---|---|
            """);
    Template template =
        Template.read(
            options.template(),
            options.projectRoot(),
            options.stackName(),
            options.region(),
            options.parameters());
    for (FunctionDeclaration function : template.functions(name -> name)) {
      List<Long> millis = millis(function.logicalId());
      double seconds = millis.stream().mapToLong(Long::longValue).sum() / 1e3;
      table.append(
          "| %s | %d | %d | %.1f | %.4f |%n"
              .formatted(
                  function.logicalId(),
                  function.memoryMb(),
                  millis.size(),
                  seconds,
                  seconds * function.memoryMb() / 1024 / (rows / 1e3)));
    }
    return table.toString();
  }

  private List<Long> millis(String function) throws IOException {
    List<Long> millis = new ArrayList<>();
    Path log = logs.resolve(function + ".log");
    if (Files.exists(log)) {
      for (String line : Files.readAllLines(log)) {
        Matcher found = DURATION.matcher(line);
        if (found.find()) {
          millis.add(Long.valueOf(found.group(1)));
        }
      }
    }
    return millis;
  }
}
