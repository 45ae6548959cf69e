package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.kartra.csv.RowProblem;
import dev.offramp.record.SourceRecord;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Optional;

/** Makes of each row what a run holds of it: its key, and the line that its chunk will hold. */
final class RowEncoder {
  private static final long MICROS = 1_000_000;

  private final RowParser<? extends SourceRecord> parser;
  private final ObjectWriter json;
  private final RowLines lines = new RowLines();
  private final Optional<ReplayRows> replay;

  /**
   * Takes who reads rows.
   *
   * @param replay what knows the rows where they are corrected rejects
   */
  RowEncoder(
      RowParser<? extends SourceRecord> parser, ObjectMapper json, Optional<ReplayRows> replay) {
    this.replay = replay;
    this.parser = parser;
    this.json = json.writer();
  }

  /** Adds a row to a run: by its moment if it has one, else after all that have. */
  void add(RowOrProblem next, RunBuffer run, RowFindings findings) {
    if (next instanceof RowProblem problem) {
      findings.add(problem);
      run.add(RunBuffer.LAST, problem.ordinal(), true, bytes(rejected(problem)));
      return;
    }
    Row row = replay.map(rows -> rows.bare((Row) next)).orElse((Row) next);
    if (replay.isPresent() && !replay.get().knows(row)) {
      RowOutcome strange =
          rejected(
              row,
              ReplayRows.STRANGE,
              "The first column does not hold the number of a row that belongs here. Upload rows"
                  + " of other numbers in a file of their own, without the columns offramp_*.");
      run.add(RunBuffer.LAST, row.ordinal(), true, bytes(strange));
      return;
    }
    Parsed<? extends SourceRecord> parsed = parser.parse(row);
    findings.add(row, parsed);
    if (parsed instanceof Parsed.Rejected<?> no) {
      run.add(RunBuffer.LAST, row.ordinal(), true, bytes(rejected(row, no)));
    } else if (parsed instanceof Parsed.Accepted<? extends SourceRecord> yes) {
      run.add(key(yes.value().occurredAt()), row.ordinal(), false, lines.of(row));
    }
  }

  /** Microseconds since 1970, exact for every moment that an export can name. */
  static long key(Optional<Instant> moment) {
    if (moment.isEmpty()) {
      return RunBuffer.LAST;
    }
    long seconds = moment.get().getEpochSecond();
    if (Math.abs(seconds) > Long.MAX_VALUE / MICROS - 1) {
      return seconds < 0 ? Long.MIN_VALUE : RunBuffer.LAST - 1;
    }
    return seconds * MICROS + moment.get().get(ChronoField.MICRO_OF_SECOND);
  }

  private static RowOutcome rejected(Row row, Parsed.Rejected<?> no) {
    return rejected(row, no.code(), "column %s: %s".formatted(no.column(), no.message()));
  }

  /** The only place where the cells of a row that was rejected here are kept. */
  private static RowOutcome rejected(Row row, String code, String why) {
    return new RowOutcome(row.ordinal(), row.line(), Outcome.REJECTED, "", code, why, row.values());
  }

  private static RowOutcome rejected(RowProblem problem) {
    String where = problem.column() == 0 ? "" : "cell %d: ".formatted(problem.column());
    return new RowOutcome(
        problem.ordinal(),
        problem.line(),
        Outcome.REJECTED,
        "",
        problem.code(),
        where + problem.message());
  }

  private byte[] bytes(Object line) {
    try {
      return json.writeValueAsBytes(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row is always JSON", e);
    }
  }
}
