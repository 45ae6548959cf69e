package dev.offramp.kartra.row;

import dev.offramp.kartra.contact.Entities;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Cleans one cell: what Kartra writes for nothing, control characters, HTML entities. */
final class CellCleaner {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\uFFFE\\uFFFF]");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:[a-zA-Z]{2,8}|#\\d{1,7}|#x[0-9a-fA-F]{1,6});");
  private static final String NOTHING = "N/A";

  private final Entities entities = new Entities();
  private final boolean decode;

  CellCleaner(boolean decode) {
    this.decode = decode;
  }

  /**
   * The cell's text.
   *
   * @param known whether the column is Kartra's own: only there {@code N/A} means nothing
   * @param warn takes the codes of what was found
   */
  String clean(String cell, boolean known, Consumer<String> warn) {
    String value = cell.strip();
    if (value.isEmpty() || (known && value.equalsIgnoreCase(NOTHING))) {
      return "";
    }
    if (CONTROL.matcher(value).find()) {
      warn.accept("OFF-1204");
      value = CONTROL.matcher(value.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
    }
    if (value.indexOf('&') >= 0 && ENTITY.matcher(value).find()) {
      warn.accept("OFF-1205");
      value = decode ? entities.decode(value) : value;
    }
    return value;
  }
}
