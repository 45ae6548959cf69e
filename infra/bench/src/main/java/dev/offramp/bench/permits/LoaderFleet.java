package dev.offramp.bench.permits;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The loaders' processes. They start once, a few at a time, and serve every round. */
final class LoaderFleet implements AutoCloseable {
  private static final int AT_ONCE = 4;
  private static final List<String> SMALL =
      List.of("-Xmx32m", "-Xss256k", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC");

  private final List<Loader> loaders = new ArrayList<>();

  private record Loader(Process process, BufferedReader out, BufferedWriter in) {}

  /** Starts them and waits until each is ready. */
  LoaderFleet(int count, URI dynamo, String table) throws IOException {
    for (int from = 0; from < count; from += AT_ONCE) {
      int to = Math.min(count, from + AT_ONCE);
      for (int i = from; i < to; i++) {
        loaders.add(start(dynamo, table));
      }
      for (int i = from; i < to; i++) {
        expect(loaders.get(i), "ready");
      }
    }
  }

  private static Loader start(URI dynamo, String table) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(SMALL);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LoaderProcess.class.getName());
    command.add(dynamo.toString());
    command.add(table);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Loader(
        process,
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)));
  }

  /** Lets the first {@code round.processes()} of them go. */
  void go(Round round) throws IOException {
    for (Loader loader : loaders.subList(0, round.processes())) {
      loader.in().write(round.line());
      loader.in().newLine();
      loader.in().flush();
    }
  }

  /** Waits for the end of a round: what the budgets of each variant consumed. */
  Map<Variant, Consumed> consumed(Round round) throws IOException {
    Map<Variant, Consumed> sums = new EnumMap<>(Variant.class);
    for (Loader loader : loaders.subList(0, round.processes())) {
      String[] parts = expect(loader, "done").split(" ", -1);
      int next = 1;
      for (Variant variant : Variant.values()) {
        Consumed consumed =
            new Consumed(
                Double.parseDouble(parts[next++]),
                Double.parseDouble(parts[next++]),
                Double.parseDouble(parts[next++]),
                Double.parseDouble(parts[next++]));
        sums.merge(variant, consumed, Consumed::plus);
      }
    }
    return sums;
  }

  private static String expect(Loader loader, String word) throws IOException {
    String line = loader.out().readLine();
    if (line == null || !line.startsWith(word)) {
      throw new IllegalStateException("a loader said " + line + " in place of " + word);
    }
    return line;
  }

  @Override
  public void close() {
    loaders.forEach(loader -> loader.process().destroy());
  }
}
