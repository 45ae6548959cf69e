package dev.offramp.kartra.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cleans the text of a cell: what cannot be shown is taken out, what was encoded twice is told and,
 * where the plan says so, decoded. Everything that is done or seen is told by its code.
 */
public final class TextCleaner {
  /** Control characters were removed, or line ends made alike. */
  public static final String CONTROL = "OFF-1204";

  /** The cell holds HTML entities. */
  public static final String ENTITY = "OFF-1205";

  /** The cell holds HTML entities that were encoded again. */
  public static final String ENTITY_TWICE = "OFF-1257";

  /** A character was lost before the file was written. */
  public static final String LOST = "OFF-1258";

  /** UTF-8 that was once read as Windows-1252. */
  public static final String MOJIBAKE = "OFF-1262";

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final int MOST_LAYERS = 3;

  private final boolean decode;

  /** Takes whether entities and double encodings are decoded. */
  public TextCleaner(boolean decode) {
    this.decode = decode;
  }

  /**
   * A clean cell.
   *
   * @param text trimmed
   * @param told codes of what a person should know
   */
  public record Cleaned(String text, List<String> told) {
    /** Copies the codes. */
    public Cleaned {
      told = List.copyOf(told);
    }
  }

  /** Whether a cell is clean as it stands, with nothing to be told: most are. */
  public static boolean isClean(String cell) {
    return cell.isEmpty()
        || (cell.charAt(0) > ' ' && cell.charAt(cell.length() - 1) > ' ' && isPlain(cell));
  }

  /** Cleans a cell. */
  public Cleaned clean(String cell) {
    if (isPlain(cell)) {
      return new Cleaned(cell.strip(), List.of());
    }
    List<String> told = new ArrayList<>();
    String text = trimmed(cell);
    if (holdsControl(text)) {
      told.add(CONTROL);
      text = shown(text.replace("\r\n", "\n").replace('\r', '\n'));
    }
    if (text.indexOf('\uFFFD') >= 0) {
      told.add(LOST);
    }
    Optional<String> repaired = encodedOnce(text);
    if (repaired.isPresent()) {
      told.add(MOJIBAKE);
      text = decode ? repaired.get() : text;
    }
    return new Cleaned(trimmed(entities(text, told)), told);
  }

  /** Most cells: printable ASCII without an ampersand. */
  private static boolean isPlain(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c >= 0x7F || c == '&' || (c < ' ' && c != '\n' && c != '\t')) {
        return false;
      }
    }
    return true;
  }

  /** The text without what nobody sees at its ends; a pattern would be slow on long blanks. */
  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' '
        || (c >= '\t' && c <= '\r')
        || c == '\u00A0'
        || (c >= '\u2000' && c <= '\u200B')
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u2060'
        || c == '\u3000'
        || c == '\uFEFF';
  }

  private static boolean isControl(char c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7F && c <= 0x9F)
        || c >= 0xFFFE
        || (c >= 0xFDD0 && c <= 0xFDEF);
  }

  private static boolean holdsControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isControl(text.charAt(i))) {
        shown.append(text.charAt(i));
      }
    }
    return shown.toString();
  }

  private String entities(String text, List<String> told) {
    if (!Entities.in(text)) {
      return text;
    }
    String decoded = Entities.decode(text);
    told.add(Entities.in(decoded) ? ENTITY_TWICE : ENTITY);
    for (int layer = 1; layer < MOST_LAYERS && Entities.in(decoded); layer++) {
      decoded = Entities.decode(decoded);
    }
    return decode ? decoded : text;
  }

  /** The text as it was before it was encoded a second time; nothing where it was not. */
  private static Optional<String> encodedOnce(String text) {
    if (!mayBeEncodedTwice(text)) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = WINDOWS.newEncoder().encode(CharBuffer.wrap(text));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty(); // Ordinary text: its bytes are no UTF-8.
    }
  }

  /** Whether the first letter beyond ASCII can begin a character of UTF-8: few texts have such. */
  private static boolean mayBeEncodedTwice(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return c >= 0xC2 && c <= 0xF4 && i + 1 < text.length() && text.charAt(i + 1) >= 0x80;
      }
    }
    return false;
  }
}
