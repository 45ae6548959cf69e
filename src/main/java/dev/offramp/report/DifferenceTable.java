package dev.offramp.report;

import dev.offramp.verify.Difference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * All differences as tables for a spreadsheet: a table that has grown long goes on in another one.
 * What would run as a formula there is quoted.
 */
final class DifferenceTable {
  private static final int MOST_LINES = 200_000;

  private final BiConsumer<String, byte[]> files;
  private final List<String> names = new ArrayList<>();
  private ByteArrayOutputStream bytes;
  private CSVPrinter printer;
  private int lines;

  /** Takes what keeps a file under a name. */
  DifferenceTable(BiConsumer<String, byte[]> files) {
    this.files = files;
  }

  /** Adds a difference about what is called so. */
  void add(Difference one, String subject) {
    try {
      if (printer == null || lines == MOST_LINES) {
        end();
        begin();
      }
      lines++;
      printer.printRecord(
          one.row() < 0 ? "" : one.row(),
          one.line() <= 0 ? "" : one.line(),
          SafeCells.of(one.record()),
          one.fault(),
          SafeCells.of(subject),
          SafeCells.of(one.meant()),
          SafeCells.of(one.found()),
          one.apart().words());
    } catch (IOException e) {
      throw new UncheckedIOException("a table in memory", e);
    }
  }

  private void begin() throws IOException {
    lines = 0;
    bytes = new ByteArrayOutputStream();
    names.add(
        names.isEmpty() ? "differences.csv" : "differences-%d.csv".formatted(names.size() + 1));
    printer =
        new CSVPrinter(
            new OutputStreamWriter(bytes, StandardCharsets.UTF_8),
            CSVFormat.RFC4180
                .builder()
                .setHeader("row", "line", "record", "what", "where", "meant", "found", "because")
                .get());
  }

  private void end() throws IOException {
    if (printer != null) {
      printer.close();
      files.accept(names.get(names.size() - 1), bytes.toByteArray());
    }
  }

  /** Writes what is left; the names of the tables, at least one. */
  List<String> close() {
    try {
      if (printer == null) {
        begin();
      }
      end();
      return List.copyOf(names);
    } catch (IOException e) {
      throw new UncheckedIOException("a table in memory", e);
    }
  }
}
