package dev.offramp.kartra.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds out how the first bytes of an upload are to be read. */
public final class DialectSniffer {
  private static final char[] DELIMITERS = {',', ';', '\t'};
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int SAMPLE = 20;
  private static final int PIECE = 8 * 1024;
  private static final int LAST_ASCII = 0x7F;
  private static final int MOST_CONTINUATIONS = 3;

  /** A delimiter that another's cells hold gives rows of other lengths than its header. */
  private static final Comparator<Tried> BETTER =
      Comparator.<Tried, Boolean>comparing(tried -> tried.sniffed().dialect().columns() > 1)
          .thenComparing(Tried::fittingRows)
          .thenComparing(tried -> -tried.strayMarks())
          .thenComparing(tried -> tried.sniffed().dialect().columns());

  /**
   * The dialect with the header that it gives.
   *
   * @param dialect how to read on
   * @param header the cells of the first record, trimmed
   */
  public record Sniffed(Dialect dialect, List<String> header) {
    /** Copies the header. */
    public Sniffed {
      header = List.copyOf(header);
    }
  }

  private record Tried(Sniffed sniffed, int fittingRows, long strayMarks) {}

  /**
   * Sniffs.
   *
   * @param head the first bytes, at least the whole header
   * @throws IllegalArgumentException if there is no header
   */
  public Sniffed sniff(byte[] head) {
    int bom = startsWith(head, BOM) ? BOM.length : 0;
    String charset = isMostlyUtf8(head) ? "UTF-8" : "windows-1252";
    Tried best = null;
    for (char delimiter : DELIMITERS) {
      Tried tried = tried(head, bom, charset, delimiter);
      if (best == null || BETTER.compare(tried, best) > 0) {
        best = tried;
      }
    }
    return best.sniffed();
  }

  private static Tried tried(byte[] head, int bom, String charset, char delimiter) {
    ByteArrayInputStream in = new ByteArrayInputStream(head, bom, head.length - bom);
    ByteScanner scanner = new ByteScanner(in, delimiter, bom, 1);
    try {
      Sniffed sniffed = header(scanner, charset, delimiter);
      int fitting = 0;
      for (int row = 0; row < SAMPLE && scanner.next(); row++) {
        fitting += scanner.count() == sniffed.dialect().columns() && !scanner.broken() ? 1 : 0;
      }
      return new Tried(sniffed, fitting, strayMarks(sniffed.header()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  private static Sniffed header(ByteScanner scanner, String charset, char delimiter)
      throws IOException {
    if (!scanner.next()) {
      throw new IllegalArgumentException("no header");
    }
    CellDecoder decoder = new CellDecoder(charset);
    List<String> cells = new ArrayList<>();
    int count = Math.min(scanner.count(), ByteScanner.MAX_CELLS);
    for (int column = 0; column < count; column++) {
      cells.add(scanner.text(column, decoder).trim());
    }
    Dialect dialect =
        new Dialect(charset, delimiter, scanner.offset(), scanner.line(), scanner.count());
    return new Sniffed(dialect, cells);
  }

  private static long strayMarks(List<String> header) {
    return header.stream().filter(cell -> cell.indexOf('"') >= 0).count();
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && ByteBuffer.wrap(bytes, 0, prefix.length).equals(ByteBuffer.wrap(prefix));
  }

  /**
   * Whether more characters beyond ASCII are valid UTF-8 than not: a cell that somebody pasted does
   * not change how the others are read.
   */
  private static boolean isMostlyUtf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, withoutLastCharacter(bytes));
    CharBuffer out = CharBuffer.allocate(PIECE);
    long balance = 0;
    CoderResult result = CoderResult.OVERFLOW;
    while (!result.isUnderflow()) {
      result = decoder.decode(in, out, true);
      balance += out.flip().chars().filter(c -> c > LAST_ASCII).count();
      out.clear();
      if (result.isError()) {
        balance--;
        in.position(in.position() + result.length());
      }
    }
    return balance >= 0;
  }

  /** The length without a character at the end, which may have been cut, if it is not ASCII. */
  private static int withoutLastCharacter(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes.length - end < MOST_CONTINUATIONS && (bytes[end - 1] & 0xC0) == 0x80) {
      end--;
    }
    boolean lead = end > 0 && (bytes[end - 1] & 0xC0) == 0xC0;
    return lead ? end - 1 : bytes.length;
  }
}
