package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.kartra.csv.Row;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowLinesTest {
  private final ObjectMapper json = new ObjectMapper();
  private final RowLines lines = new RowLines();

  @Test
  void aLineIsTheStoredRowThatAMapperWouldWrite() throws IOException {
    List<List<String>> rows =
        List.of(
            List.of("1", "Zo\u00eb", "", "a \"b\" \\ \n\t\u0001", "\u65e5\u672c \ud83d\ude00"),
            List.of(),
            List.of("x".repeat(600_000)),
            List.of("after"));
    for (int i = 0; i < rows.size(); i++) {
      byte[] line = lines.of(new Row(i, i + 2L, rows.get(i), List.of()));
      StoredRow same = new StoredRow(i, i + 2L, rows.get(i));
      assertThat(line).isEqualTo(json.writeValueAsBytes(same));
    }
  }
}
