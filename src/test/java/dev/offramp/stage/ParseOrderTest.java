package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Chunk;
import dev.offramp.job.Counters;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.record.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows come out oldest first, whatever the order of the file, in whatever sizes they travel. */
class ParseOrderTest {
  private record Dated(StoredRow row, Instant moment) {}

  @ParameterizedTest(name = "{1} rows, seed {0}")
  @CsvSource({"1, 0", "2, 1", "3, 6", "4, 7", "5, 8", "6, 100", "7, 500", "8, 1000", "9, 1001"})
  void theOrderIsThatOfAStableSortInMemory(long seed, int count) throws IOException {
    StageRig rig = new StageRig();
    String csv = Exports.shuffled(seed, count);
    Job job = rig.parse(rig.job("contacts.csv", csv));
    assertThat(job.state()).as(job.reason()).isEqualTo(JobState.MAPPING);
    List<StoredRow> wanted = sorted(rig.json.readValue(job.layout(), ExportLayout.class), csv);
    assertThat(rig.rows(job)).isEqualTo(wanted);
    List<RowOutcome> rejects = rig.ended(job, "rejects/parse");
    assertThat(rejects).isSortedAccordingTo(Comparator.comparingLong(RowOutcome::row));
    assertThat(job.counters())
        .as("invariant 1")
        .isEqualTo(Counters.ofParsed(count).plus(Outcome.REJECTED, rejects.size()));
    Set<Long> seen = new TreeSet<>();
    wanted.forEach(row -> seen.add(row.o()));
    rejects.forEach(row -> seen.add(row.row()));
    assertThat(seen).as("every row once").hasSize(count).hasSize(wanted.size() + rejects.size());
  }

  /** What a sort in memory gives, by other code than the stage's. */
  private static List<StoredRow> sorted(ExportLayout layout, String csv) throws IOException {
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    int from = Math.toIntExact(layout.dialect().dataOffset());
    RowParser<? extends SourceRecord> parser = RecordParsers.of(layout, KartraSettings.defaults());
    List<Dated> rows = new ArrayList<>();
    try (ExportReader reader =
        new ExportReader(
            new ByteArrayInputStream(bytes, from, bytes.length - from),
            layout.dialect(),
            ReadPosition.start(layout.dialect()))) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof Row row
            && parser.parse(row) instanceof Parsed.Accepted<? extends SourceRecord> yes) {
          StoredRow stored = new StoredRow(row.ordinal(), row.line(), row.values());
          rows.add(new Dated(stored, yes.value().occurredAt().orElse(Instant.MAX)));
        }
        next = reader.next();
      }
    }
    rows.sort(Comparator.comparing(Dated::moment));
    return rows.stream().map(Dated::row).toList();
  }

  @Test
  void chunksHoldNoMoreRowsThanTheyMayAndFollowOneAnother() {
    StageRig rig = new StageRig();
    Job job = rig.parse(rig.job("contacts.csv", Exports.shuffled(3, 100)));
    List<Chunk> chunks = rig.table.chunks(job.id(), 0, 1000);
    assertThat(chunks).hasSize(job.chunks());
    assertThat(chunks.stream().mapToInt(Chunk::rows).sum()).isEqualTo(100);
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allSatisfy(chunk -> assertThat(chunk.rows()).isEqualTo(StageRig.SMALL.chunkRows()));
  }

  @Test
  void aParserWithoutTimeHandsOnTheBatonAndTheNextOneEndsIt() {
    StageRig rig = new StageRig();
    Job job = rig.job("contacts.csv", Exports.shuffled(5, 60));
    rig.parser().handle(job.id(), new Deadline(rig.clock.instant().plus(Duration.ofSeconds(5))));
    assertThat(rig.bells.drain())
        .singleElement()
        .satisfies(bell -> assertThat(bell.subject()).isEqualTo(job.id()));
    assertThat(rig.now(job).counters()).isEqualTo(Counters.ZERO);
    assertThat(rig.parse(job).counters().parsed()).isEqualTo(60);
  }

  @Test
  void theProgressTellsReadingFromOrdering() {
    StageRig rig = new StageRig();
    Job job = rig.job("contacts.csv", Exports.ordered(100));
    assertThat(ParseProgress.of(job, rig.json))
        .isEqualTo(new ParseProgress(false, 0, job.upload().size()));
    List<ParseProgress> seen = new ArrayList<>();
    rig.jobs =
        Watched.of(
            JobStore.class,
            rig.table,
            (call, after) -> seen.add(ParseProgress.of(rig.now(job), rig.json)));
    Job parsed = rig.parse(job);
    assertThat(ParseProgress.of(parsed, rig.json)).isEqualTo(new ParseProgress(true, 100, 100));
    assertThat(seen.stream().filter(p -> !p.ordering() && p.done() > 0).map(ParseProgress::done))
        .isSorted()
        .hasSizeGreaterThan(2);
    assertThat(seen.stream().filter(ParseProgress::ordering).map(ParseProgress::done))
        .isSorted()
        .hasSizeGreaterThan(2);
  }
}
