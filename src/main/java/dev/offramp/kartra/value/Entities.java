package dev.offramp.kartra.value;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/**
 * The HTML entities that web forms leave behind: those of HTML5 by name, and by number. Whatever
 * only looks like one stays as it is.
 *
 * <p>Source: https://html.spec.whatwg.org/multipage/named-characters.html, as jsoup knows it.
 */
public final class Entities {
  private static final Pattern FORM =
      Pattern.compile("&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\\d{1,7}|#[xX][0-9A-Fa-f]{1,6});");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Cn}\\uFFFD&&[^\\n\\t]]");

  /** Those that forms leave behind most; to ask jsoup costs a parser each time. */
  private static final Map<String, String> COMMON =
      Map.of(
          "&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#39;", "'", "&#039;", "'",
          "&nbsp;", " ");

  private Entities() {}

  /** Whether a text holds an entity. */
  public static boolean in(String text) {
    return text.indexOf('&') >= 0 && FORM.matcher(text).results().anyMatch(m -> isOne(m.group()));
  }

  /** Whether a text is an entity that stands for a character that can be shown. */
  static boolean isOne(String text) {
    return FORM.matcher(text).matches() && !one(text).equals(text);
  }

  /** The text with its entities decoded, once. */
  public static String decode(String text) {
    Matcher matcher = FORM.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(out, Matcher.quoteReplacement(one(matcher.group())));
    }
    return matcher.appendTail(out).toString();
  }

  private static String one(String entity) {
    String common = COMMON.get(entity);
    if (common != null) {
      return common;
    }
    String decoded = Parser.unescapeEntities(entity, true).replace('\u00A0', ' ');
    return UNPRINTABLE.matcher(decoded).find() ? entity : decoded;
  }
}
