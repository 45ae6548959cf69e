package dev.offramp.kartra.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text of bytes. A file that is UTF-8 but for a cell or two is common (pasted by hand, joined
 * from two files), so each cell falls back by itself, and says so.
 */
final class CellDecoder {
  private static final Charset FALLBACK = Charset.forName("windows-1252");

  /** What stands for a character that could not be read. */
  private static final char REPLACEMENT = '\uFFFD';

  private final boolean utf8;
  private final CharsetDecoder strict =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private boolean fellBack;

  CellDecoder(String charset) {
    this.utf8 = charset.equals("UTF-8");
  }

  String decode(byte[] bytes, int from, int to) {
    if (from == to) {
      return "";
    }
    if (!utf8) {
      return fallback(bytes, from, to);
    }
    // The JDK's own decoder is the fastest there is, and puts replacement characters for what is
    // not UTF-8: only where it does, a closer look is needed.
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : lookedAt(text, bytes, from, to);
  }

  private String lookedAt(String text, byte[] bytes, int from, int to) {
    try {
      strict.decode(ByteBuffer.wrap(bytes, from, to - from));
      return text;
    } catch (CharacterCodingException e) {
      fellBack = true;
      return fallback(bytes, from, to);
    }
  }

  private String fallback(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, FALLBACK);
  }

  /** Whether a cell since the last call of this was not valid UTF-8. */
  boolean fellBack() {
    boolean answer = fellBack;
    fellBack = false;
    return answer;
  }
}
