package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.KartraSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every record of a file becomes one row or one problem (invariant 1), whatever the pieces are in
 * which the bytes come, and reading can go on from every position that was given out.
 */
final class ReaderCheck implements FileCheck {
  private static final int ALL_POSITIONS = 12;

  private final ExportDetector detector = new ExportDetector();

  /** A record, and the position after it. */
  private record Step(RowOrProblem what, ReadPosition after) {}

  @Override
  public void check(byte[] file) throws IOException {
    Optional<Dialect> dialect = dialect(file);
    if (dialect.isEmpty()) {
      return;
    }
    ReadPosition start = ReadPosition.start(dialect.get());
    List<Step> steps = read(file, dialect.get(), start, Integer.MAX_VALUE);
    checkOrder(steps, start, file.length);
    checkAgainstTheSlowOne(file, dialect.get(), steps);
    int piece = file.length < 64 * 1024 ? 1 : 4093;
    assertThat(read(file, dialect.get(), start, piece)).isEqualTo(steps);
    for (int taken : positions(steps.size())) {
      assertThat(read(file, dialect.get(), steps.get(taken).after(), Integer.MAX_VALUE))
          .as("from record %d", taken)
          .isEqualTo(steps.subList(taken + 1, steps.size()));
    }
  }

  private Optional<Dialect> dialect(byte[] file) {
    byte[] head = Arrays.copyOf(file, Math.min(file.length, ExportDetector.HEAD));
    Detection detection = detector.detect(head, KartraSettings.defaults());
    if (detection instanceof Detection.Recognised recognised) {
      return Optional.of(recognised.layout().dialect());
    }
    if (detection instanceof Detection.Unreadable unreadable) {
      assertThat(unreadable.code()).matches("OFF-11\\d\\d");
      assertThat(unreadable.message()).isNotBlank();
      if (!unreadable.code().equals("OFF-1102")) {
        return Optional.empty();
      }
    }
    // What nobody would upload is read nevertheless: its bytes are as good as any.
    try {
      return Optional.of(new DialectSniffer().sniff(head).dialect());
    } catch (IllegalArgumentException e) {
      assertThat(new String(file, StandardCharsets.ISO_8859_1).replace("\u00ef\u00bb\u00bf", ""))
          .isBlank();
      return Optional.empty();
    }
  }

  private static List<Step> read(byte[] file, Dialect dialect, ReadPosition from, int piece)
      throws IOException {
    int offset = Math.toIntExact(from.byteOffset());
    InputStream in = new TinyPieces(Arrays.copyOfRange(file, offset, file.length), piece);
    List<Step> steps = new ArrayList<>();
    try (ExportReader reader = new ExportReader(in, dialect, from)) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        steps.add(new Step(next.get(), reader.position()));
        next = reader.next();
      }
      assertThat(reader.position().byteOffset()).isEqualTo(file.length);
    }
    return steps;
  }

  private static void checkOrder(List<Step> steps, ReadPosition start, int length) {
    ReadPosition before = start;
    for (Step step : steps) {
      assertThat(step.what().ordinal()).isEqualTo(before.ordinal());
      assertThat(step.what().line()).isGreaterThanOrEqualTo(before.line());
      assertThat(step.after().ordinal()).isEqualTo(before.ordinal() + 1);
      assertThat(step.after().byteOffset()).isGreaterThan(before.byteOffset());
      assertThat(step.after().byteOffset()).isLessThanOrEqualTo(length);
      before = step.after();
    }
  }

  private static void checkAgainstTheSlowOne(byte[] file, Dialect dialect, List<Step> steps) {
    List<SlowReader.Slow> slow =
        new SlowReader(file, dialect.delimiter())
            .from(Math.toIntExact(dialect.dataOffset()), dialect.dataLine());
    assertThat(steps).hasSameSizeAs(slow);
    for (int i = 0; i < slow.size(); i++) {
      SlowReader.Slow expected = slow.get(i);
      RowOrProblem what = steps.get(i).what();
      assertThat(what.line()).isEqualTo(expected.line());
      assertThat(steps.get(i).after().byteOffset()).isEqualTo(expected.end());
      boolean broken = what instanceof RowProblem problem && problem.code().equals("OFF-1108");
      assertThat(broken).isEqualTo(expected.broken());
      if (what instanceof Row row) {
        checkValues(row, expected.cells(), dialect.columns());
      }
    }
  }

  private static void checkValues(Row row, List<String> cells, int columns) {
    assertThat(row.values()).hasSize(columns);
    for (int column = 0; column < columns; column++) {
      String cell = column < cells.size() ? cells.get(column) : "";
      byte[] bytes = cell.getBytes(StandardCharsets.ISO_8859_1);
      String value = row.values().get(column);
      // Either of the two ways to read its bytes; which one is decided elsewhere.
      if (!value.equals(new String(bytes, StandardCharsets.UTF_8))) {
        assertThat(value)
            .isEqualTo(new String(bytes, java.nio.charset.Charset.forName("windows-1252")));
      }
    }
  }

  /** All positions of a short file, some of a long one. */
  private static Set<Integer> positions(int records) {
    Set<Integer> chosen = new TreeSet<>();
    for (int i = 0; i < Math.min(records, ALL_POSITIONS); i++) {
      chosen.add(records <= ALL_POSITIONS ? i : (int) ((long) i * records / ALL_POSITIONS));
    }
    return chosen;
  }
}
