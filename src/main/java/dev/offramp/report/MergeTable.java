package dev.offramp.report;

import dev.offramp.job.Job;
import dev.offramp.job.LostValue;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Tells of every merged row the row that it went into, and which values gave way. It holds the
 * customer's values and goes into the customer's bucket, nowhere else (invariant 8).
 */
final class MergeTable {
  private static final String INTO = "into ";
  private static final String OWN = "row ";

  private final WorkFiles files;
  private final Function<Job, Map<String, String>> columns;

  MergeTable(WorkFiles files, Function<Job, Map<String, String>> columns) {
    this.files = files;
    this.columns = columns;
  }

  /** A line for each value that gave way; one without a column where none did. */
  byte[] csv(Job job) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader("row", "line", "went_into", "column", "value_left_out", "value_kept")
            .get();
    Map<String, String> names = columns.apply(job);
    try (CSVPrinter printer =
        new CSVPrinter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), format)) {
      for (int chunk = 0; chunk < job.chunks(); chunk++) {
        chunk(printer, job, chunk, names);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the merges of " + job.id(), e);
    }
    return bytes.toByteArray();
  }

  private void chunk(CSVPrinter printer, Job job, int chunk, Map<String, String> names)
      throws IOException {
    List<RowOutcome> merged =
        files.readLines(WorkFiles.chunkKey(job.id(), "outcomes", chunk), RowOutcome.class).stream()
            .filter(row -> row.outcome() == Outcome.MERGED)
            .toList();
    if (merged.isEmpty()) {
      return; // Most chunks have none, and no file of lost values either.
    }
    Map<Long, List<LostValue>> lost =
        files
            .readLines(WorkFiles.chunkKey(job.id(), LostValue.FOLDER, chunk), LostValue.class)
            .stream()
            .collect(Collectors.groupingBy(LostValue::row));
    for (RowOutcome row : merged) {
      LostValue none = new LostValue(row.row(), "", "", "", "");
      for (LostValue value : lost.getOrDefault(row.row(), List.of(none))) {
        print(printer, job, row, value, names);
      }
    }
  }

  private static void print(
      CSVPrinter printer, Job job, RowOutcome row, LostValue value, Map<String, String> names)
      throws IOException {
    printer.printRecord(
        row.row(),
        row.line(),
        into(job, row),
        SafeCells.of(names.getOrDefault(value.field(), value.field())),
        SafeCells.of(value.lost()),
        SafeCells.of(value.kept()));
  }

  /** As {@code <job>/<row>}, also where the row is of the same chunk. */
  private static String into(Job job, RowOutcome row) {
    String into = row.detail().substring(INTO.length());
    return into.startsWith(OWN) ? job.id() + "/" + into.substring(OWN.length()) : into;
  }
}
