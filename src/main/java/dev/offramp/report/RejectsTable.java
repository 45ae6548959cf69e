package dev.offramp.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Job;
import dev.offramp.job.Outcome;
import dev.offramp.job.Replay;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ReplayColumns;
import dev.offramp.kartra.csv.FormulaGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The rejected rows of a job as a file that a person corrects and uploads again: why, then the
 * row's own cells under the upload's own header. With a mark at its start by which Excel knows
 * UTF-8; in several files where it is large, each of which can be uploaded alone.
 */
final class RejectsTable {
  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int LARGEST = 8 * 1024 * 1024;
  private final WorkFiles files;
  private final ObjectMapper json = new ObjectMapper();

  RejectsTable(WorkFiles files) {
    this.files = files;
  }

  private record Shape(String job, List<String> header, List<Integer> places, int number) {}

  /** A file while it is written. */
  private static final class Sheet {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CSVPrinter printer;

    Sheet(Shape shape) throws IOException {
      bytes.writeBytes(UTF8_MARK);
      printer =
          new CSVPrinter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), CSVFormat.RFC4180);
      List<String> header = new ArrayList<>(ReplayColumns.of(shape.job()));
      header.addAll(shape.header());
      printer.printRecord(header);
    }

    void add(List<?> cells) throws IOException {
      printer.printRecord(cells);
      printer.flush();
    }
  }

  /** What a file is called, the first one 1. */
  static String name(int file) {
    return file == 1 ? "rejects.csv" : "rejects-%d.csv".formatted(file);
  }

  /** Makes the files and hands each over with its name; one without rows where there are none. */
  void write(Job job, BiConsumer<String, byte[]> out) {
    try {
      Shape shape = shape(job);
      Sheet sheet = new Sheet(shape);
      int file = 1;
      for (String folder : JobReporter.OUTCOME_FOLDERS) {
        for (String key : files.list(job.id(), folder)) {
          List<RowOutcome> rejected =
              files.readLines(key, RowOutcome.class).stream()
                  .filter(row -> row.outcome() == Outcome.REJECTED)
                  .toList();
          Map<Long, List<String>> cells = cells(job, key, rejected);
          for (RowOutcome row : rejected) {
            if (sheet.bytes.size() > LARGEST) {
              out.accept(name(file++), sheet.bytes.toByteArray());
              sheet = new Sheet(shape);
            }
            sheet.add(line(shape, row, cells.getOrDefault(row.row(), row.values())));
          }
        }
      }
      sheet.printer.flush();
      out.accept(name(file), sheet.bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the rejects of " + job.id(), e);
    }
  }

  private record Kept(long o, long l, List<String> v) {}

  /** What was rejected after it was parsed is among the rows of its chunk. */
  private Map<Long, List<String>> cells(Job job, String key, List<RowOutcome> rejected) {
    Map<Long, List<String>> cells = new HashMap<>();
    boolean parsed = key.contains("/rejects/parse/");
    if (!parsed && !rejected.isEmpty()) {
      String rows = "work/%s/rows/%s".formatted(job.id(), key.substring(key.lastIndexOf('/') + 1));
      files.readLines(rows, Kept.class).forEach(row -> cells.put(row.o(), row.v()));
    }
    return cells;
  }

  private static List<Object> line(Shape shape, RowOutcome row, List<String> cells) {
    List<Object> line = new ArrayList<>();
    boolean replayed = shape.number() >= 0 && shape.number() < cells.size();
    line.add(replayed ? FormulaGuard.guarded(cells.get(shape.number())) : row.row());
    line.add(row.line());
    line.add(row.code());
    line.add(FormulaGuard.guarded(row.detail()));
    for (int place : shape.places()) {
      line.add(place < cells.size() ? FormulaGuard.guarded(cells.get(place)) : "");
    }
    return line;
  }

  /** What a replay rejects again is still a row of the upload that it comes from. */
  private Shape shape(Job job) throws JsonProcessingException {
    List<String> header = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    if (!job.layout().isEmpty()) {
      for (JsonNode column : json.readTree(job.layout()).path("columns")) {
        header.add(column.path("header").asText());
        places.add(column.path("index").asInt());
      }
    }
    Optional<Replay> replay = Replay.of(files, job.id());
    return new Shape(
        replay.map(Replay::original).orElse(job.id()),
        header,
        places,
        replay.map(Replay::place).orElse(-1));
  }
}
