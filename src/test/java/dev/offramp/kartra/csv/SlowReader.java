package dev.offramp.kartra.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads records the plain way, from a text of one character a byte that is there as a whole: what
 * {@link ByteScanner} has to come to, told a second time. Knows no limit of a record's length.
 */
final class SlowReader {
  /**
   * A record.
   *
   * @param cells with one character for each byte
   */
  record Slow(long line, List<String> cells, boolean broken, int end) {}

  private static final int NONE = -1;

  private final String text;
  private final char delimiter;

  SlowReader(byte[] file, char delimiter) {
    this.text = new String(file, StandardCharsets.ISO_8859_1);
    this.delimiter = delimiter;
  }

  List<Slow> from(int offset, long firstLine) {
    List<Slow> records = new ArrayList<>();
    int at = offset;
    int counted = offset;
    long line = firstLine;
    while (at < text.length()) {
      int lineEnd = lineEnd(at);
      if (isBlank(text.substring(at, lineEnd))) {
        at = afterLineEnd(lineEnd);
        continue;
      }
      line += lineEnds(text.substring(counted, at));
      counted = at;
      Slow record = record(at, line);
      records.add(record);
      at = record.end();
    }
    return records;
  }

  private Slow record(int start, long line) {
    List<String> cells = new ArrayList<>();
    int at = start;
    while (true) {
      boolean tooMany = cells.size() >= ByteScanner.MAX_CELLS && lineEnd(start) < at;
      int end = tooMany ? NONE : cellEnd(at);
      if (end == NONE) {
        return new Slow(line, cells, true, afterLineEnd(lineEnd(start)));
      }
      cells.add(value(text.substring(at, end)));
      if (end == text.length() || text.charAt(end) != delimiter) {
        return new Slow(line, cells, false, afterLineEnd(end));
      }
      at = end + 1;
    }
  }

  /** Where a cell ends, or nowhere if its quotation mark has no partner. */
  private int cellEnd(int start) {
    if (start == text.length() || text.charAt(start) != '"') {
      return stop(start);
    }
    int mark = text.indexOf('"', start + 1);
    while (mark >= 0 && text.startsWith("\"\"", mark)) {
      mark = text.indexOf('"', mark + 2);
    }
    if (mark < 0) {
      return NONE;
    }
    int end = stop(mark + 1);
    boolean severalLines = lineEnd(start) < mark;
    return severalLines && !isBlank(text.substring(mark + 1, end)) ? NONE : end;
  }

  private static String value(String raw) {
    if (!raw.startsWith("\"")) {
      return raw;
    }
    String marked = raw.substring(1).replace("\"\"", "\u0100");
    int closing = marked.indexOf('"');
    String rest = marked.substring(closing + 1).replace("\u0100", "\"\"");
    return marked.substring(0, closing).replace('\u0100', '"') + rest;
  }

  private int stop(int from) {
    int at = from;
    while (at < text.length()
        && "\r\n".indexOf(text.charAt(at)) < 0
        && text.charAt(at) != delimiter) {
      at++;
    }
    return at;
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private int afterLineEnd(int at) {
    return Math.min(text.length(), at + (text.startsWith("\r\n", at) ? 2 : 1));
  }

  private static long lineEnds(String part) {
    return part.replace("\r\n", "\n").chars().filter(c -> c == '\n' || c == '\r').count();
  }

  private boolean isBlank(String part) {
    return part.chars().allMatch(c -> c == ' ' || (c == '\t' && delimiter != '\t'));
  }
}
