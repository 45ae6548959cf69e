package dev.offramp.kartra.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds out how the first bytes of an upload are to be read. */
public final class DialectSniffer {
  private static final char[] DELIMITERS = {',', ';', '\t'};
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

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

  /**
   * Sniffs.
   *
   * @param head the first bytes, at least the whole header
   * @throws IllegalArgumentException if there is no header
   */
  public Sniffed sniff(byte[] head) {
    int bom = startsWith(head, BOM) ? BOM.length : 0;
    String charset = isUtf8(head) ? "UTF-8" : "windows-1252";
    Sniffed best = null;
    for (char delimiter : DELIMITERS) {
      Sniffed tried = header(head, bom, charset, delimiter);
      if (best == null || tried.header().size() > best.header().size()) {
        best = tried;
      }
    }
    return best;
  }

  private static Sniffed header(byte[] head, int bom, String charset, char delimiter) {
    ByteArrayInputStream in = new ByteArrayInputStream(head, bom, head.length - bom);
    ByteScanner scanner = new ByteScanner(in, delimiter, bom, 1);
    try {
      if (!scanner.next()) {
        throw new IllegalArgumentException("no header");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    CellDecoder decoder = new CellDecoder(charset);
    List<String> cells = new ArrayList<>();
    int count = Math.min(scanner.count(), ByteScanner.MAX_CELLS);
    for (int column = 0; column < count; column++) {
      cells.add(decoder.decode(scanner.cells(), scanner.start(column), scanner.end(column)).trim());
    }
    Dialect dialect =
        new Dialect(charset, delimiter, scanner.offset(), scanner.line(), scanner.count());
    return new Sniffed(dialect, cells);
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && ByteBuffer.wrap(bytes, 0, prefix.length).equals(ByteBuffer.wrap(prefix));
  }

  /** Whether the bytes are UTF-8, but for a character that the end may have cut. */
  private static boolean isUtf8(byte[] bytes) {
    boolean valid = false;
    for (int cut = 0; cut < 4 && cut <= bytes.length && !valid; cut++) {
      valid = isWholeUtf8(ByteBuffer.wrap(bytes, 0, bytes.length - cut));
    }
    return valid;
  }

  private static boolean isWholeUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
