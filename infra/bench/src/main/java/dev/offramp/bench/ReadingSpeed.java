package dev.offramp.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs {@link ReadingBenchmark} and prints how it compares with raw Commons CSV. */
public final class ReadingSpeed {
  private static final int WARM_UPS = 10;
  private static final int MEASUREMENTS = 5;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private ReadingSpeed() {}

  /** Takes a pattern of benchmarks, or none for all; and a kind of export, or none for both. */
  public static void main(String[] args) throws RunnerException {
    String which = args.length > 0 ? args[0] : ".*";
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\.ReadingBenchmark\\.(" + which + ")$")
            .forks(1)
            .warmupIterations(WARM_UPS)
            .warmupTime(TimeValue.seconds(2))
            .measurementIterations(MEASUREMENTS)
            .measurementTime(TimeValue.seconds(2))
            .jvmArgsAppend("-Xmx256m")
            .shouldFailOnError(true)
            .addProfiler(CpuProfiler.class)
            .addProfiler(GCProfiler.class);
    if (args.length > 1) {
      options.param("kind", args[1]);
    }
    print(new Runner(options.build()).run());
  }

  private static void print(Collection<RunResult> results) {
    Map<String, Double> commons = new TreeMap<>();
    for (RunResult result : results) {
      if (name(result).equals("commons")) {
        commons.put(kind(result), nanos(result));
      }
    }
    System.out.printf(
        "%nJDK %s; x commons by processor time; the noise is commonsAgain's distance from 1.00%n",
        Runtime.version());
    System.out.printf(
        "%-14s %-16s %12s %12s %10s %10s %10s%n",
        "export", "what", "rows/s", "±", "ns/row", "x commons", "bytes/row");
    for (RunResult result : results) {
      Result<?> score = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      System.out.printf(
          "%-14s %-16s %,12.0f %,12.0f %,10.0f %10.2f %,10.0f%n",
          kind(result),
          name(result),
          score.getScore(),
          score.getScoreError(),
          nanos(result),
          commons.getOrDefault(kind(result), Double.NaN) / nanos(result),
          allocated == null ? Double.NaN : allocated.getScore());
    }
  }

  private static double nanos(RunResult result) {
    return result.getSecondaryResults().get(CpuProfiler.LABEL).getScore();
  }

  private static String name(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    return benchmark.substring(benchmark.lastIndexOf('.') + 1);
  }

  private static String kind(RunResult result) {
    return result.getParams().getParam("kind");
  }
}
