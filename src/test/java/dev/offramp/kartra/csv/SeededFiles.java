package dev.offramp.kartra.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes small exports that are well formed, each from a seed: people who do not exist. */
final class SeededFiles {
  private static final List<List<String>> HEADERS =
      List.of(
          List.of("id", "first_name", "email", "phone_country_code", "phone", "tags", "notes"),
          List.of("Email", "Name", "Status", "GDPR status", "Date joined", "Shoe size"),
          List.of("email"),
          List.of("ID", "Transaction_Type", "Date", "Amount_(USD)", "Buyer_Email", "Product"),
          List.of("ID", "Buyer_Email", "Status", "Next payment date", "Next payment amount"),
          List.of("Name", "Email", "Earned", "Reserve", "Due", "Paid", "Status"),
          List.of("Email", "Calendar name", "Date", "Answer"),
          List.of("Company name", "Company phone", "Company country", "Industry"),
          List.of("Deal name", "Pipeline", "Stage", "Deal value", "Email", "Close date"));
  private static final List<String> WORDS =
      List.of(
          "Ada",
          "Sale",
          "Active",
          "vip",
          "2026-04-30 13:05:00",
          "12.50",
          "N/A",
          "Z\u00fcrich",
          "\u00c5se",
          "a note, with a comma",
          "half; half",
          "two\nlines",
          "three\r\nmore\r\nlines",
          "she said \"no\"",
          "",
          "  padded ",
          "+1 202 555 0142",
          "0000-00-00 00:00:00",
          "&amp;",
          "\u65e5\u672c",
          "-5",
          "tab\there",
          "Until cancelled",
          "yes");

  private final Random random;
  private final char delimiter;
  private final String lineEnd;

  SeededFiles(long seed) {
    this.random = new Random(seed);
    this.delimiter = ",,,;\t".charAt(random.nextInt(5));
    this.lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
  }

  char delimiter() {
    return delimiter;
  }

  /** The cells of a file, the header first. */
  List<List<String>> cells() {
    List<String> header = HEADERS.get(random.nextInt(HEADERS.size()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(header);
    int count = random.nextInt(9);
    for (int row = 0; row < count; row++) {
      List<String> cells = new ArrayList<>();
      for (String column : header) {
        boolean address = column.toLowerCase(java.util.Locale.ROOT).contains("email");
        cells.add(address ? "p" + row + "@example.com" : WORDS.get(random.nextInt(WORDS.size())));
      }
      rows.add(cells);
    }
    return rows;
  }

  /** The bytes of cells, with quotation marks where they are needed and sometimes elsewhere. */
  byte[] bytes(List<List<String>> rows) {
    StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\uFEFF" : "");
    for (List<String> row : rows) {
      for (int column = 0; column < row.size(); column++) {
        text.append(column == 0 ? "" : delimiter).append(cell(row.get(column)));
      }
      text.append(lineEnd);
    }
    if (random.nextInt(4) == 0) {
      text.setLength(text.length() - lineEnd.length());
    }
    return text.toString().getBytes(charset(text));
  }

  private Charset charset(CharSequence text) {
    boolean western = random.nextInt(5) == 0 && text.chars().allMatch(c -> c < 0x100);
    return western ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
  }

  private String cell(String value) {
    boolean needed =
        value.indexOf(delimiter) >= 0 || value.matches("(?s).*[\"\\r\\n].*") || value.isBlank();
    return (needed && !value.isEmpty()) || random.nextInt(4) == 0
        ? '"' + value.replace("\"", "\"\"") + '"'
        : value;
  }
}
