package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.RecordParsers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Damaged files, each from a seed, through everything that reads files. {@code -Dofframp.mutations}
 * says how many, {@code -Dofframp.seed} with which seed to begin: a failure names the seed of its
 * file.
 */
class MutatedFilesTest {
  private static final int FILES = Integer.getInteger("offramp.mutations", 25_000);
  private static final long FIRST = Long.getLong("offramp.seed", 1);
  private static final int SLICE = 1_000;

  /** A slice takes a second; one that takes so long hangs. */
  private static final Duration HANGS = Duration.ofMinutes(2);

  private final ParserCheck parsers = new ParserCheck();

  /** Whatever else reads files takes its place here. */
  private final List<FileCheck> checks = List.of(new ReaderCheck(), parsers);

  @Test
  void invariant1_noDamageLosesARowBreaksOrHangsTheReading() {
    for (long seed = FIRST; seed < FIRST + FILES; seed += SLICE) {
      long from = seed;
      long to = Math.min(FIRST + FILES, from + SLICE);
      assertTimeoutPreemptively(
          HANGS, () -> slice(from, to), () -> "hangs between the seeds " + from + " and " + to);
    }
    if (FILES >= SLICE) {
      assertThat(parsers.rows().keySet()).containsExactlyInAnyOrder(ExportKind.values());
    }
  }

  private void slice(long from, long to) {
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
  }

  @Test
  void everyParserTakesPart() {
    for (ExportKind kind : EnumSet.complementOf(EnumSet.copyOf(ParserCheck.PARSED))) {
      ExportLayout layout = new ExportLayout(kind, new Dialect("UTF-8", ',', 0, 1, 0), List.of());
      assertThatThrownBy(() -> RecordParsers.of(layout, KartraSettings.defaults()))
          .as("%s belongs into ParserCheck.PARSED", kind)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
