package dev.offramp.kartra.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
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
    if (isAscii(bytes, from, to)) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    if (!utf8) {
      return new String(bytes, from, to - from, FALLBACK);
    }
    try {
      CharBuffer text = strict.decode(ByteBuffer.wrap(bytes, from, to - from));
      return text.toString();
    } catch (CharacterCodingException e) {
      fellBack = true;
      return new String(bytes, from, to - from, FALLBACK);
    }
  }

  /** Whether a cell since the last call of this was not valid UTF-8. */
  boolean fellBack() {
    boolean answer = fellBack;
    fellBack = false;
    return answer;
  }

  private static boolean isAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
