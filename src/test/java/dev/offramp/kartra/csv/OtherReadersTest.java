package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Test;

/** On files that are well formed, two libraries read the same cells as we do. */
class OtherReadersTest {
  private static final int FILES = 5_000;

  @Test
  void commonsCsvAndFastCsvReadTheSameCells() throws IOException {
    int rows = 0;
    for (long seed = 0; seed < FILES; seed++) {
      SeededFiles files = new SeededFiles(seed);
      List<List<String>> cells = files.cells();
      byte[] file = files.bytes(cells);
      DialectSniffer.Sniffed sniffed = new DialectSniffer().sniff(file);
      if (cells.get(0).size() > 1) {
        assertThat(sniffed.dialect().delimiter()).as("seed %d", seed).isEqualTo(files.delimiter());
      }
      List<List<String>> ours = ours(file, sniffed.dialect());
      String text = new String(file, Charset.forName(sniffed.dialect().charset()));
      String body = text.startsWith("\uFEFF") ? text.substring(1) : text;

      assertThat(ours).as("seed %d", seed).isEqualTo(cells.subList(1, cells.size()));
      assertThat(ours).as("seed %d", seed).isEqualTo(commons(body, files.delimiter()));
      assertThat(ours).as("seed %d", seed).isEqualTo(fast(body, files.delimiter()));
      rows += ours.size();
    }
    assertThat(rows).isGreaterThan(FILES);
  }

  private static List<List<String>> ours(byte[] file, Dialect dialect) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    int offset = Math.toIntExact(dialect.dataOffset());
    ByteArrayInputStream in = new ByteArrayInputStream(file, offset, file.length - offset);
    try (ExportReader reader = new ExportReader(in, dialect, ReadPosition.start(dialect))) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        assertThat(next.get()).isInstanceOf(Row.class);
        rows.add(((Row) next.get()).values());
        next = reader.next();
      }
    }
    return rows;
  }

  private static List<List<String>> commons(String text, char delimiter) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).get();
    try (CSVParser parser = CSVParser.parse(text, format)) {
      return parser.stream().skip(1).map(record -> List.of(record.values())).toList();
    }
  }

  private static List<List<String>> fast(String text, char delimiter) throws IOException {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(new StringReader(text))) {
      return reader.stream().skip(1).map(CsvRecord::getFields).toList();
    }
  }
}
