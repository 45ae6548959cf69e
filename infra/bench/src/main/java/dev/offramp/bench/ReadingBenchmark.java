package dev.offramp.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.stage.RowLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Rows a second, of two libraries and of ours, on the same bytes. {@code commonsAgain} is the same
 * as {@code commons}: how far the two are apart is the noise.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(ReadingBenchmark.ROWS)
public class ReadingBenchmark {
  /**
   * What an audience has: what a file costs once, such as tables of phone numbers, counts little.
   */
  static final int ROWS = 100_000;

  private static final int CHUNK = 500;

  /** Which export; {@code transactions} have 57 columns and {@code contacts} 20. */
  @Param({"contacts", "transactions"})
  public String kind;

  private final WorkFiles files = new WorkFiles(new NowhereStore(), new ObjectMapper());
  private byte[] file;
  private ExportLayout layout;

  /** Makes the file. */
  @Setup
  public void makeFile() {
    SyntheticExport export = new SyntheticExport();
    file = kind.equals("contacts") ? export.contacts(ROWS) : export.transactions(ROWS);
    byte[] head = Arrays.copyOf(file, Math.min(file.length, ExportDetector.HEAD));
    Detection found = new ExportDetector().detect(head, KartraSettings.defaults());
    layout = ((Detection.Recognised) found).layout();
  }

  /** Commons CSV, every cell looked at. */
  @Benchmark
  public void commons(Blackhole hole) throws IOException {
    try (CSVParser parser = CSVFormat.DEFAULT.parse(reader())) {
      for (CSVRecord row : parser) {
        hole.consume(row.values());
      }
    }
  }

  /** The same again. */
  @Benchmark
  public void commonsAgain(Blackhole hole) throws IOException {
    commons(hole);
  }

  /** FastCSV, every cell looked at. */
  @Benchmark
  public void fastCsv(Blackhole hole) throws IOException {
    try (CsvReader<CsvRecord> parser = CsvReader.builder().ofCsvRecord(reader())) {
      for (CsvRecord row : parser) {
        hole.consume(row.getFields());
      }
    }
  }

  /** Our reader alone. */
  @Benchmark
  public void reader(Blackhole hole) throws IOException {
    forEach(hole::consume);
  }

  /** Our reader, and a record made of each row. */
  @Benchmark
  public void readAndParse(Blackhole hole) throws IOException {
    RowParser<?> parser = parser();
    forEach(row -> hole.consume(parser.parse(row)));
  }

  /** Our reader, and what the profile of an upload keeps. */
  @Benchmark
  public void readAndProfile(Blackhole hole) throws IOException {
    ExportProfile.Builder profile = new ExportProfile.Builder(layout);
    forEach(profile::add);
    hole.consume(profile.build());
  }

  /** Our reader, and the line of each row as a run keeps it. */
  @Benchmark
  public void readAndEncode(Blackhole hole) throws IOException {
    RowLines lines = new RowLines();
    forEach(row -> hole.consume(lines.of(row)));
  }

  /** Our reader, and the compressed lines that the work area gets. */
  @Benchmark
  public void readEncodeAndCompress() throws IOException {
    RowLines lines = new RowLines();
    List<byte[]> rows = new ArrayList<>();
    forEach(row -> store(lines.of(row), rows));
  }

  /** The first pass over an upload but for what it counts: read, validate, encode. */
  @Benchmark
  public void whole(Blackhole hole) throws IOException {
    RowParser<?> parser = parser();
    RowLines lines = new RowLines();
    forEach(
        row -> {
          hole.consume(parser.parse(row));
          hole.consume(lines.of(row));
        });
  }

  /** The same, and compressed as the second pass does it. */
  @Benchmark
  public void wholeAndCompress(Blackhole hole) throws IOException {
    RowParser<?> parser = parser();
    RowLines lines = new RowLines();
    List<byte[]> rows = new ArrayList<>();
    forEach(
        row -> {
          hole.consume(parser.parse(row));
          store(lines.of(row), rows);
        });
  }

  private RowParser<?> parser() {
    return RecordParsers.of(layout, KartraSettings.defaults());
  }

  private void store(byte[] line, List<byte[]> rows) {
    rows.add(line);
    if (rows.size() == CHUNK) {
      files.writeEncoded("rows", rows);
      rows.clear();
    }
  }

  private Reader reader() {
    return new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8);
  }

  private void forEach(java.util.function.Consumer<Row> use) throws IOException {
    ReadPosition start = ReadPosition.start(layout.dialect());
    int offset = Math.toIntExact(start.byteOffset());
    ByteArrayInputStream in = new ByteArrayInputStream(file, offset, file.length - offset);
    int rows = 0;
    try (ExportReader reader = new ExportReader(in, layout.dialect(), start)) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        use.accept((Row) next.get());
        rows++;
        next = reader.next();
      }
    }
    if (rows != ROWS) {
      throw new IllegalStateException(rows + " rows");
    }
  }
}
