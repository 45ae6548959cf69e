package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.kartra.ExportKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Damaged files, each from a seed, through everything that reads files. {@code -Dofframp.mutations}
 * says how many, {@code -Dofframp.seed} with which seed to begin: a failure names the seed of its
 * file.
 */
class MutatedFilesTest {
  private static final int FILES = Integer.getInteger("offramp.mutations", 100_000);
  private static final long FIRST = Long.getLong("offramp.seed", 1);
  private static final int SLICE = 1_000;

  /** A slice takes a second; one that takes so long hangs. */
  private static final Duration HANGS = Duration.ofMinutes(2);

  private record Slice(long from, Future<Map<ExportKind, Long>> result) {}

  @Test
  void invariant1_noDamageLosesARowBreaksOrHangsTheReading() throws Exception {
    Map<ExportKind, Long> accepted = new EnumMap<>(ExportKind.class);
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      for (Slice slice : slices(workers)) {
        result(slice).forEach((kind, n) -> accepted.merge(kind, n, Long::sum));
      }
    } finally {
      workers.shutdownNow();
    }
    if (FILES >= SLICE) {
      assertThat(accepted.keySet()).containsExactlyInAnyOrder(ExportKind.values());
      assertThat(accepted.values()).allMatch(n -> n > 0);
    }
  }

  private static List<Slice> slices(ExecutorService workers) {
    List<Slice> slices = new ArrayList<>();
    for (long seed = FIRST; seed < FIRST + FILES; seed += SLICE) {
      long from = seed;
      long to = Math.min(FIRST + FILES, from + SLICE);
      slices.add(new Slice(from, workers.submit(() -> slice(from, to))));
    }
    return slices;
  }

  /** They are begun in their order, so the one that is waited for runs. */
  private static Map<ExportKind, Long> result(Slice slice) throws Exception {
    try {
      return slice.result().get(HANGS.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("hangs in the files from seed %d on".formatted(slice.from()), e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    }
  }

  private static Map<ExportKind, Long> slice(long from, long to) {
    ParserCheck parsers = new ParserCheck();
    // Whatever else reads files takes its place here.
    List<FileCheck> checks = List.of(new ReaderCheck(), parsers, new AuditCheck());
    for (long seed = from; seed < to; seed++) {
      Mutations mutations = new Mutations(seed);
      SeededFiles files = new SeededFiles(seed);
      byte[] file = mutations.damage(files.bytes(files.cells()));
      for (FileCheck check : checks) {
        try {
          check.check(file);
        } catch (Exception | AssertionError e) {
          throw new AssertionError(
              "-Dofframp.seed=%d -Dofframp.mutations=1: %s"
                  .formatted(seed, String.join(", then ", mutations.trail())),
              e);
        }
      }
    }
    return parsers.accepted();
  }
}
