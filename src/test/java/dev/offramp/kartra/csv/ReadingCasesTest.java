package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.KartraSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code reading.yaml}: bytes, and the rows and problems that they come to. */
class ReadingCasesTest {
  private static final Pattern REPEATED = Pattern.compile("\\{([^{}*]+)\\*(\\d+)}");

  private record Expected(
      long line, List<String> cells, List<String> notes, String problem, int column) {}

  private record Case(
      String id,
      String file,
      String unreadable,
      String charset,
      String delimiter,
      List<String> header,
      Integer columns,
      List<Expected> records) {}

  @TestFactory
  Stream<DynamicTest> invariant1_everyRecordIsARowOrAProblem() throws IOException {
    try (InputStream in = ReadingCasesTest.class.getResourceAsStream("reading.yaml")) {
      List<Case> cases =
          new ObjectMapper(new YAMLFactory()).readValue(in, new TypeReference<List<Case>>() {});
      assertThat(cases.stream().map(Case::id)).isNotEmpty().doesNotHaveDuplicates();
      return cases.stream().map(c -> DynamicTest.dynamicTest(c.id(), () -> check(c)));
    }
  }

  private static void check(Case c) throws IOException {
    byte[] file = expanded(c.file()).getBytes(StandardCharsets.ISO_8859_1);
    byte[] head = Arrays.copyOf(file, Math.min(file.length, ExportDetector.HEAD));
    if (c.unreadable() != null) {
      assertThat(new ExportDetector().detect(head, KartraSettings.defaults()))
          .isInstanceOfSatisfying(
              Detection.Unreadable.class, no -> assertThat(no.code()).isEqualTo(c.unreadable()));
      return;
    }
    DialectSniffer.Sniffed sniffed = new DialectSniffer().sniff(head);
    checkDialect(c, sniffed);
    List<RowOrProblem> read = read(file, sniffed.dialect());
    if (c.records() == null) {
      assertThat(read).isNotEmpty().allMatch(Row.class::isInstance);
      return;
    }
    assertThat(read).hasSameSizeAs(c.records());
    for (int i = 0; i < read.size(); i++) {
      checkRecord(c.records().get(i), read.get(i));
    }
  }

  private static void checkDialect(Case c, DialectSniffer.Sniffed sniffed) {
    assertThat(sniffed.dialect().charset()).isEqualTo(c.charset() == null ? "UTF-8" : c.charset());
    assertThat(sniffed.dialect().delimiter())
        .isEqualTo(c.delimiter() == null ? ',' : c.delimiter().charAt(0));
    if (c.header() != null) {
      assertThat(sniffed.header()).isEqualTo(c.header());
    }
    if (c.columns() != null) {
      assertThat(sniffed.dialect().columns()).isEqualTo(c.columns());
    }
  }

  private static void checkRecord(Expected expected, RowOrProblem read) {
    assertThat(read.line()).isEqualTo(expected.line());
    if (read instanceof Row row) {
      assertThat(expected.problem()).isNull();
      assertThat(row.values()).isEqualTo(expected.cells().stream().map(c -> expanded(c)).toList());
      assertThat(row.notes()).isEqualTo(expected.notes() == null ? List.of() : expected.notes());
    } else {
      RowProblem problem = (RowProblem) read;
      assertThat(problem.code()).isEqualTo(expected.problem());
      assertThat(problem.column()).isEqualTo(expected.column());
    }
  }

  private static List<RowOrProblem> read(byte[] file, Dialect dialect) throws IOException {
    List<RowOrProblem> read = new ArrayList<>();
    int offset = Math.toIntExact(dialect.dataOffset());
    ByteArrayInputStream in = new ByteArrayInputStream(file, offset, file.length - offset);
    try (ExportReader reader = new ExportReader(in, dialect, ReadPosition.start(dialect))) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        read.add(next.get());
        next = reader.next();
      }
      assertThat(reader.position().byteOffset()).isEqualTo(file.length);
    }
    return read;
  }

  private static String expanded(String text) {
    return REPEATED.matcher(text).replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
  }
}
