package dev.offramp.kartra;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the bytes of a case. */
final class QuirkBytes {
  private static final Pattern REPEAT = Pattern.compile("\\{repeat (\\S+?) (\\d+)\\}");
  private static final Pattern LIST = Pattern.compile("\\{list (\\S+?) (\\d+) (\\S*)\\}");
  private static final Pattern ROWS = Pattern.compile("\\{rows (\\S+?) (\\d+)\\}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9A-Fa-f]{2}|[nrt\\\\])");

  private QuirkBytes() {}

  static byte[] of(QuirkCase.Input input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (Boolean.TRUE.equals(input.bom())) {
      out.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    }
    Charset charset =
        input.encoding() == null ? StandardCharsets.UTF_8 : Charset.forName(input.encoding());
    if (input.base64() != null) {
      out.writeBytes(Base64.getDecoder().decode(input.base64()));
    } else if (input.escaped() != null) {
      escaped(input.escaped(), charset, out);
    } else {
      String newline =
          switch (input.newline() == null ? "LF" : input.newline()) {
            case "LF" -> "\n";
            case "CRLF" -> "\r\n";
            case "CR" -> "\r";
            default -> throw new IllegalArgumentException("newline: " + input.newline());
          };
      out.writeBytes(repeated(input.text()).replace("\n", newline).getBytes(charset));
    }
    return out.toByteArray();
  }

  private static void escaped(String text, Charset charset, ByteArrayOutputStream out) {
    String whole = repeated(text);
    Matcher escape = ESCAPE.matcher(whole);
    int from = 0;
    while (escape.find()) {
      out.writeBytes(whole.substring(from, escape.start()).getBytes(charset));
      String code = escape.group(1);
      out.write(
          switch (code.charAt(0)) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> Integer.parseInt(code.substring(1), 16);
            default -> '\\';
          });
      from = escape.end();
    }
    out.writeBytes(whole.substring(from).getBytes(charset));
  }

  private static String repeated(String text) {
    String rows = replace(ROWS, text, m -> (m.group(1) + "\n").repeat(number(m)));
    String repeats = replace(REPEAT, rows, m -> m.group(1).repeat(number(m)));
    return replace(LIST, repeats, QuirkBytes::list);
  }

  private static String list(MatchResult match) {
    StringJoiner list = new StringJoiner(match.group(3));
    for (int n = 1; n <= number(match); n++) {
      list.add(match.group(1) + n);
    }
    return list.toString();
  }

  private static int number(MatchResult match) {
    return Integer.parseInt(match.group(2));
  }

  private static String replace(
      Pattern pattern, String text, Function<MatchResult, String> replacement) {
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
  }
}
