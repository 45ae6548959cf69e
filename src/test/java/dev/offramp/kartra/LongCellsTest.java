package dev.offramp.kartra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.offramp.audit.AuditBuilder;
import dev.offramp.audit.Sample;
import dev.offramp.kartra.csv.Row;
import dev.offramp.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cells of 1 MB, as long as a cell may be, are read in time that grows with their length: whatever
 * is slower than that takes hours with them.
 */
class LongCellsTest {
  private static final int LONGEST = 1024 * 1024;

  /** Work of a second; that it may take so long says how busy a machine may be. */
  private static final Duration HANGS = Duration.ofMinutes(1);

  private static final List<String> HEADERS =
      List.of(
          "id,email,full_name,phone_country_code,phone,country,date_joined,status,blacklisted,"
              + "gdpr_lead_status,gdpr_lead_communications,tags,lists,notes,Colours",
          "ID,Transaction_Type,Date,Amount_(USD),Buyer_Email,Product,Quantity,Buyer_Phone_Country,"
              + "Buyer_Phone,Buyer_Country,Trial,Colours",
          "ID,Buyer_Email,Status,Next payment date,Next payment amount",
          "Name,Email,Earned,Reserve,Due,Paid,Status,Month");

  /** What a cell begins with, what it is filled with, and what it ends with. */
  private static final List<List<String>> FILLINGS =
      List.of(
          List.of("", " ", ""),
          List.of("a", " ", "b"),
          List.of("a", "\n", "b"),
          List.of("\u00e9", " ", "\u00e9"),
          List.of("a", "\u00a0", "\u0001"),
          List.of("", ".", ""),
          List.of("\"", "'", "x"),
          List.of("", "@", ""),
          List.of("a@b.example.com", ",", ""),
          List.of("a@b.example.com", " ", "@"),
          List.of("<", " ", ""),
          List.of("", "<", ""),
          List.of("", "&", ""),
          List.of("", "&amp;", ""),
          List.of("", "7", ""),
          List.of("1", ",111", ""),
          List.of("1E", "9", ""),
          List.of("2026-04-30", "T", "\u2028x"),
          List.of("2026-04-30 13:05", " ", "x"),
          List.of("", "\u0300\u0316", ""),
          List.of("", "\u00c3\u00a9", ""),
          List.of("", "a;", ""),
          List.of("", "a ", ""));

  static Stream<Arguments> cells() {
    return FILLINGS.stream()
        .map(f -> Arguments.of(escaped(f), f.get(0) + times(f.get(1)) + f.get(2)));
  }

  private static String escaped(List<String> filling) {
    StringBuilder shown = new StringBuilder();
    String text = String.join("|", filling);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      shown.append(c > ' ' && c < 0x7F ? "" + c : "U+%04X".formatted((int) c));
    }
    return shown.toString();
  }

  private static String times(String piece) {
    int bytes = piece.getBytes(StandardCharsets.UTF_8).length;
    return piece.repeat((LONGEST - 64) / bytes);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void aLongCellTakesNoLongerThanItIsLong(String name, String cell) {
    for (String header : HEADERS) {
      assertTimeoutPreemptively(HANGS, () -> read(header, cell), () -> name + " in " + header);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void aLongHeaderTakesNoLongerThanItIsLong(String name, String cell) {
    byte[] head =
        ("email,\"" + cell.replace("\"", "\"\"") + "\"\n").getBytes(StandardCharsets.UTF_8);
    assertTimeoutPreemptively(
        HANGS,
        () -> assertThat(new ExportDetector().detect(head, KartraSettings.defaults())).isNotNull(),
        name);
  }

  private static void read(String header, String cell) {
    byte[] head = (header + "\n").getBytes(StandardCharsets.UTF_8);
    Detection found = new ExportDetector().detect(head, KartraSettings.defaults());
    ExportLayout layout = ((Detection.Recognised) found).layout();
    ExportProfile.Builder profile = new ExportProfile.Builder(layout);
    List<Row> rows = rows(layout, cell);
    rows.forEach(profile::add);
    KartraSettings settings =
        FileSettings.of(
            KartraSettings.defaults(), layout, profile.build(), java.util.Set.of("a; b", "a, b"));
    RowParser<? extends SourceRecord> parser = RecordParsers.of(layout, settings);
    AuditBuilder audit = new AuditBuilder(layout, settings, Sample.USUAL, line -> {});
    for (Row row : rows) {
      Parsed<? extends SourceRecord> parsed = parser.parse(row);
      audit.add(row, parsed);
    }
    assertThat(audit.part().rows()).isEqualTo(rows.size());
  }

  /** All cells long but those without which a row is not looked at further; those long too. */
  private static List<Row> rows(ExportLayout layout, String cell) {
    List<String> keys = new ArrayList<>();
    List<String> some = new ArrayList<>();
    for (Column column : layout.columns()) {
      boolean email = column.name().endsWith("email");
      boolean key = column.name().equals("id") || column.name().equals("tags");
      keys.add(email || key ? cell : "");
      some.add(email ? "ada@example.com" : key ? "1" : cell);
    }
    return List.of(new Row(0, 2, keys, List.of()), new Row(1, 3, some, List.of()));
  }
}
