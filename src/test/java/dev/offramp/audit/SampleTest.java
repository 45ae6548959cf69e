package dev.offramp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sample shows some of each sort, is the same each time, and has the size that was asked for. */
class SampleTest {
  private static Sample sample(List<RowOrProblem> rows) {
    AuditSum sum = new AuditSum(Sample.FEWEST, "", "");
    sum.add(MadeUpRows.part(rows));
    return Sample.of(sum.sample, Sample.FEWEST);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itCoversWhatTheFileHolds(long seed) {
    List<RowOrProblem> rows = MadeUpRows.of(seed, 4000);
    Sample sample = sample(rows);
    Set<String> shown = new TreeSet<>();
    sample.rows().forEach(row -> shown.addAll(row.features()));

    assertThat(sample.rows()).hasSize(Sample.FEWEST);
    assertThat(sample.uncovered()).isEmpty();
    assertThat(shown)
        .contains(
            "a value in Topic",
            "a value in Rare",
            "consent GRANTED",
            "consent NOT_REGULATED",
            "consent UNKNOWN",
            "consent DECLINED",
            "consent BLOCKED",
            "letters beyond ASCII",
            "several lines in a cell",
            "no tags",
            "many tags",
            "warning OFF-1206");
    assertThat(sample.rows().stream().mapToInt(SampleRow::tags).max()).hasValue(most(rows));
    assertThat(sample.rows().stream().mapToLong(SampleRow::line).max().orElseThrow())
        .as("not the first rows")
        .isGreaterThan(1000);
    assertThat(sample(rows)).isEqualTo(sample);
  }

  private static int most(List<RowOrProblem> rows) {
    return rows.stream()
        .filter(Row.class::isInstance)
        .map(row -> ((Row) row).values().get(6))
        .mapToInt(tags -> tags.isEmpty() ? 0 : tags.split(";", -1).length)
        .max()
        .orElseThrow();
  }

  @Test
  void aSmallFileIsShownWhole() {
    List<RowOrProblem> rows = MadeUpRows.of(5, 30).stream().filter(Row.class::isInstance).toList();
    Sample sample = sample(rows);
    assertThat(sample.rows()).hasSize((int) MadeUpRows.part(rows).ok());
  }

  @Test
  void moreSortsThanRowsAreSaid() {
    SamplePool pool = new SamplePool(Sample.FEWEST);
    for (int n = 0; n < 300; n++) {
      pool.add(
          new SampleRow(
              n,
              n + 2,
              new Hashes().of((long) n),
              0,
              1,
              new TreeSet<>(Set.of("sort " + n)),
              List.of("x")));
    }
    Sample sample = Sample.of(pool, Sample.FEWEST);
    assertThat(sample.rows()).hasSize(Sample.FEWEST);
    assertThat(sample.uncovered()).hasSizeGreaterThanOrEqualTo(300 - Sample.FEWEST);
  }
}
