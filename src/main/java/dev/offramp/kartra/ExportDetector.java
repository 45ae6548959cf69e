package dev.offramp.kartra;

import dev.offramp.kartra.csv.DialectSniffer;
import dev.offramp.kartra.csv.DialectSniffer.Sniffed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Recognises what an upload is from its first bytes. */
public final class ExportDetector {
  /** How many bytes from the start are enough. */
  public static final int HEAD = 1024 * 1024;

  /** The most columns that a file may have. */
  public static final int MAX_COLUMNS = 500;

  /** One zero byte in so many is no text. */
  private static final int MANY_ZEROS = 10;

  /** Kinds whose headers say most come first; a list of people is what is left over. */
  private static final List<ExportKind> BY_SPECIFICITY =
      List.of(
          ExportKind.TRANSACTIONS,
          ExportKind.SUBSCRIPTIONS,
          ExportKind.AFFILIATES,
          ExportKind.APPOINTMENTS,
          ExportKind.CONTACTS);

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
    Optional<ExportKind> kind =
        settings.kind().isPresent()
            ? settings.kind()
            : BY_SPECIFICITY.stream().filter(k -> fits(k, sniffed.header())).findFirst();
    return kind.map(k -> recognised(k, sniffed)).orElseGet(() -> unknown(sniffed));
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

  private boolean fits(ExportKind kind, List<String> header) {
    return missing(kind, header).isEmpty();
  }

  private List<String> missing(ExportKind kind, List<String> header) {
    Set<String> there = new HashSet<>();
    header.forEach(cell -> there.add(names.standard(kind, cell)));
    List<String> missing = new ArrayList<>();
    for (String need : names.needed(kind)) {
      boolean found = false;
      for (String name : need.split("\\|", -1)) {
        found |= there.contains(name);
      }
      if (!found) {
        missing.add(need.replace("|", " or "));
      }
    }
    return missing;
  }

  private Detection recognised(ExportKind kind, Sniffed sniffed) {
    List<Column> columns = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int index = 0; index < sniffed.header().size(); index++) {
      String header = sniffed.header().get(index);
      String standard = names.standard(kind, header);
      boolean known = standard != null && !seen.containsKey(standard);
      String base = known ? standard : unknownName(header, index);
      int times = seen.merge(base, 1, Integer::sum);
      String name = times == 1 ? base : base + "_" + times;
      seen.putIfAbsent(name, 1);
      columns.add(new Column(index, header, name, known, ColumnNames.currency(header)));
    }
    if (!missing(kind, sniffed.header()).isEmpty()) {
      return new Detection.Unreadable(
          "OFF-1110",
          "The header lacks %s, without which no %s can be read."
              .formatted(
                  String.join(", ", missing(kind, sniffed.header())),
                  kind.name().toLowerCase(Locale.ROOT)));
    }
    return new Detection.Recognised(new ExportLayout(kind, sniffed.dialect(), columns));
  }

  private static String unknownName(String header, int index) {
    String name = ColumnNames.normalise(header);
    return name.isEmpty() ? "column_" + (index + 1) : name;
  }

  private Detection unknown(Sniffed sniffed) {
    ExportKind guess = ExportKind.CONTACTS;
    int fewest = Integer.MAX_VALUE;
    for (ExportKind kind : BY_SPECIFICITY) {
      int lacks = missing(kind, sniffed.header()).size();
      if (lacks <= fewest) {
        fewest = lacks;
        guess = kind;
      }
    }
    return new Detection.Unknown(
        sniffed.header(),
        guess,
        "The header fits no kind of Kartra export. It comes nearest to %1$s, but lacks %2$s. Export it"
                .formatted(
                    guess.name().toLowerCase(Locale.ROOT),
                    String.join(", ", missing(guess, sniffed.header())))
            + " with that column, or name the kind in plan.yaml.");
  }
}
