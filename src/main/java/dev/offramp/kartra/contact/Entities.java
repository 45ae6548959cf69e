package dev.offramp.kartra.contact;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes the HTML entities that web forms leave behind; unknown ones stay as they are. */
public final class Entities {
  private static final Pattern ENTITY = Pattern.compile("&(#x?[0-9a-fA-F]{1,7}|[a-zA-Z]{2,8});");
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

  /** The text with every entity that it knows replaced. */
  public String decode(String text) {
    Matcher matcher = ENTITY.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(
          out, Matcher.quoteReplacement(one(matcher.group(1), matcher.group())));
    }
    return matcher.appendTail(out).toString();
  }

  private static String one(String name, String whole) {
    if (name.charAt(0) != '#') {
      return NAMED.getOrDefault(name, whole);
    }
    boolean hex = name.length() > 1 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
    String digits = name.substring(hex ? 2 : 1);
    if (digits.isEmpty() || (!hex && !digits.chars().allMatch(Character::isDigit))) {
      return whole;
    }
    int point = Integer.parseInt(digits, hex ? 16 : 10);
    boolean printable = Character.isValidCodePoint(point) && !Character.isISOControl(point);
    return printable ? Character.toString(point) : whole;
  }
}
