package dev.offramp.kartra;

import dev.offramp.kartra.csv.DialectSniffer;
import dev.offramp.kartra.csv.DialectSniffer.Sniffed;
import dev.offramp.kartra.value.Emails;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognises what an upload is from its first bytes. */
public final class ExportDetector {
  /** How many bytes from the start are enough. */
  public static final int HEAD = 1024 * 1024;

  /** The most columns that a file may have. */
  public static final int MAX_COLUMNS = 500;

  /** One zero byte in so many is no text. */
  private static final int MANY_ZEROS = 10;

  private static final Map<String, String> OTHER_FILES =
      Map.of(
          "PK\u0003\u0004", "a ZIP or Excel file",
          "%PDF", "a PDF",
          "\u00d0\u00cf\u0011\u00e0", "an old Excel file",
          "\u001f\u008b", "a gzip file",
          "<!doctype", "a web page",
          "<html", "a web page",
          "\u00ff\u00fe", "a UTF-16 file",
          "\u00fe\u00ff", "a UTF-16 file",
          "{", "a JSON file");

  private final ColumnNames names = new ColumnNames();
  private final KindChooser chooser = new KindChooser(names);

  /**
   * Recognises an upload.
   *
   * @param head its first bytes: all, or {@link #HEAD} of them
   * @param settings names the kind where the plan does
   */
  public Detection detect(byte[] head, KartraSettings settings) {
    Optional<Detection.Unreadable> other = notCsv(head);
    if (other.isPresent()) {
      return other.get();
    }
    Sniffed sniffed = new DialectSniffer().sniff(head);
    if (sniffed.dialect().columns() > MAX_COLUMNS) {
      return new Detection.Unreadable(
          "OFF-1103",
          "The header has %d columns; the most is %d. Export fewer columns."
              .formatted(sniffed.dialect().columns(), MAX_COLUMNS));
    }
    if (sniffed.header().stream().anyMatch(Emails::isValid)) {
      return new Detection.Unreadable(
          "OFF-1120",
          "The first line holds an e-mail address: the file has no header. Put the line with the"
              + " names of the columns back, or export the file again.");
    }
    if (settings.kind().isPresent()) {
      return named(settings.kind().get(), sniffed);
    }
    KindChooser.Choice choice =
        chooser.choose(
            sniffed.header().stream().filter(cell -> !ReplayColumns.isOurs(cell)).toList());
    return choice.kind().isPresent()
        ? recognised(choice.kind().get(), sniffed)
        : UnknownKind.of(sniffed.header(), choice);
  }

  /** The upload whose rows a file holds, if it says so; the file has to be readable. */
  public Optional<RowsOf> rowsOf(byte[] head) {
    return new DialectSniffer()
        .sniff(head).header().stream()
            .flatMap(cell -> ReplayColumns.source(cell).stream())
            .findFirst();
  }

  private static Optional<Detection.Unreadable> notCsv(byte[] head) {
    String text = new String(head, 0, Math.min(head.length, 64), StandardCharsets.ISO_8859_1);
    if (new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").isBlank()) {
      return unreadable("OFF-1101", "The file is empty. Export it again.");
    }
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> other : OTHER_FILES.entrySet()) {
      if (start.startsWith(other.getKey().toLowerCase(Locale.ROOT))) {
        return unreadable(
            "OFF-1102",
            "This is %s, not a CSV file in UTF-8. Upload the CSV as Kartra exports it."
                .formatted(other.getValue()));
      }
    }
    return isBinary(head)
        ? unreadable("OFF-1102", "This is a binary file. Upload the CSV as Kartra exports it.")
        : Optional.empty();
  }

  /** Zero bytes in the first line, or many: one in a note is dirt in a cell, and told there. */
  private static boolean isBinary(byte[] head) {
    int zeros = 0;
    boolean inFirstLine = true;
    for (byte b : head) {
      inFirstLine &= b != '\n' && b != '\r';
      if (b == 0) {
        zeros++;
        if (inFirstLine || zeros * (long) MANY_ZEROS >= head.length) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Detection.Unreadable> unreadable(String code, String message) {
    return Optional.of(new Detection.Unreadable(code, message));
  }

  /** The plan says what it is; then only what cannot be done without has to be there. */
  private Detection named(ExportKind kind, Sniffed sniffed) {
    List<String> missing = matcher(kind, sniffed).match().missing();
    if (!missing.isEmpty()) {
      return new Detection.Unreadable(
          "OFF-1110",
          "The header lacks %s, without which no %s can be read."
              .formatted(String.join(", ", missing), kind.name().toLowerCase(Locale.ROOT)));
    }
    return recognised(kind, sniffed);
  }

  private Detection recognised(ExportKind kind, Sniffed sniffed) {
    HeaderMatcher matcher = matcher(kind, sniffed);
    return new Detection.Recognised(
        new ExportLayout(kind, sniffed.dialect(), matcher.columns()), matcher.match());
  }

  private HeaderMatcher matcher(ExportKind kind, Sniffed sniffed) {
    return new HeaderMatcher(kind, names.of(kind), sniffed.header());
  }
}
