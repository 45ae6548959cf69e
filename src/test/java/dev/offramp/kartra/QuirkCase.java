package dev.offramp.kartra;

import dev.offramp.record.ConsentClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One case of {@code quirks/*.yaml}: the bytes of an export and what has to come of them. Whatever
 * a case does not mention under {@code expect} is not compared, except warnings, rejects and
 * findings: those have to be complete. {@code quirks/README.md} explains the words.
 */
record QuirkCase(String id, String why, Settings settings, Input input, Expect expect) {
  /** What the plan says, and what Kartra's API gave. */
  record Settings(
      String zone,
      Boolean dayFirst,
      Boolean decodeEntities,
      String phoneRegion,
      Map<String, String> separators,
      ExportKind kind,
      ConsentClass uploadStatus,
      Set<String> knownNames) {}

  /**
   * The file.
   *
   * @param text as it stands, line ends as LF; {@code {repeat x 1048577}} stands for that many
   *     letters x
   * @param escaped one line: {@code \n}, {@code \r}, {@code \t}, {@code \\}, {@code \xEF} (a byte);
   *     other characters are written in the encoding
   * @param base64 the bytes
   * @param bom whether a byte order mark stands before it
   * @param newline LF, CRLF or CR: what the line ends of the text become
   * @param encoding in which it is written, UTF-8 where it is left out
   */
  record Input(
      String text, String escaped, String base64, Boolean bom, String newline, String encoding) {}

  /** What has to come of it. */
  record Expect(
      ExportKind kind,
      String encoding,
      String delimiter,
      String unreadable,
      Boolean unknown,
      List<String> columns,
      Map<String, String> currencies,
      Map<String, String> separators,
      List<RowOf> rows,
      List<WarningOf> warnings,
      List<WarningOf> rejects,
      List<WarningOf> findings) {}

  /** A record; fields that a case names with an empty text have to be missing. */
  record RowOf(
      Long line,
      String id,
      String email,
      Map<String, String> fields,
      String joined,
      List<String> tags,
      List<String> lists,
      Map<String, List<String>> custom,
      ConsentClass consent,
      String evidence,
      Map<String, Integer> lengths) {}

  /** A code with the line and the column that it is about; empty where it is about no column. */
  record WarningOf(String code, Long line, String column) {}
}
