package dev.offramp.kartra.row;

import dev.offramp.record.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads amounts exactly, or says that it cannot; it never rounds and never guesses.
 *
 * <p>Of a point and a comma the later one is the decimal mark. One mark alone is the decimal mark
 * too, unless exactly three digits follow it: {@code 1,234} is one thousand two hundred and
 * thirty-four, as Kartra writes points before decimals, but not where the file's delimiter is a
 * semicolon (such files come out of spreadsheets that write decimals with a comma) and not in a
 * currency of three decimals; {@code 1.234} is an amount in a currency of three decimals, and
 * unclear in every other, because it might be thousands or an amount that was never rounded.
 */
public final class Amounts {
  /** What came of a cell. */
  public sealed interface Reading {}

  /** The cell says that there is no amount. */
  public record Nothing() implements Reading {}

  /** The amount without its sign, and whether a minus or brackets stood there. */
  public record Exact(Money money, boolean minus) implements Reading {}

  /** The amount cannot be read exactly; the text has to be kept. */
  public record Unclear() implements Reading {}

  /** Hundredths, where no currency is named. */
  private static final int USUAL_DIGITS = 2;

  /** A longer one is no amount that anybody was paid; to work it out might take long. */
  private static final int LONGEST = 100;

  private static final int GROUP = 3;
  private static final int NO_MARK = -1;
  private static final int UNCLEAR = -2;
  private static final String AFFIX = "(?:[\\p{L}\\p{Sc}]{1,4}\\.?)?";
  private static final Pattern FORM =
      Pattern.compile(
          "(?<open>\\()?(?<before>[-+]?)(?<front>%1$s)(?<inner>[-+]?)(?<body>[.,]?\\d[\\d.,_]*)"
                  .formatted(AFFIX)
              + "(?<back>%1$s)(?<after>-?)(?<close>\\))?".formatted(AFFIX));
  private static final Pattern GAP_IN_NUMBER = Pattern.compile("(?<=\\d)[\\s\\h'\u2019](?=\\d)");
  private static final Pattern GAP = Pattern.compile("[\\s\\h]+");
  private static final Pattern MINUS = Pattern.compile("[\u2212\u2013]");
  private static final Pattern GROUPS =
      Pattern.compile(
          "\\d+|[1-9]\\d{0,2}(?:,\\d{3})+|[1-9]\\d{0,2}(?:\\.\\d{3})+|[1-9]\\d{0,2}(?:_\\d{3})+"
              + "|[1-9]\\d?(?:,\\d{2})+,\\d{3}");
  private static final Set<String> NOTHING = Set.of("", "n/a", "na", "-", "null", "none");
  private static final Set<String> WORDS =
      Set.of("kr", "kr.", "z\u0142", "k\u010d", "ft", "fr", "fr.", "rs", "rs.", "rm", "r", "lei");

  /** So many digits and no more can be worked out in a {@code long}. */
  private static final int LONGEST_PLAIN = 12;

  private static final long NOT_PLAIN = -1;

  private final boolean commaIsDecimal;

  /** Takes the file's delimiter: with a semicolon a comma may be a decimal mark. */
  public Amounts(char delimiter) {
    this.commaIsDecimal = delimiter == ';';
  }

  /**
   * Reads a cell.
   *
   * @param cell the text
   * @param currency the ISO code that the column or the row names, or empty
   */
  public Reading read(String cell, String currency) {
    if (cell.isEmpty()) {
      return new Nothing();
    }
    String code = currency.isEmpty() ? Money.NO_CURRENCY : currency;
    long plain = plain(cell, code);
    return plain == NOT_PLAIN ? written(cell, currency) : new Exact(new Money(code, plain), false);
  }

  /**
   * The smallest units that plain digits are, with a point and decimals or without: nearly every
   * amount is written so. Three decimals might be thousands, and are not looked at here.
   */
  private static long plain(String cell, String code) {
    int length = cell.length();
    int point = cell.indexOf('.');
    int decimals = point < 0 ? 0 : length - point - 1;
    if (length > LONGEST_PLAIN || point == 0 || decimals == GROUP || point == length - 1) {
      return NOT_PLAIN;
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      char c = cell.charAt(i);
      if (i != point) {
        if (c < '0' || c > '9') {
          return NOT_PLAIN;
        }
        number = number * 10 + c - '0';
      }
    }
    int missing = digits(code) - decimals;
    for (int i = 0; i < missing; i++) {
      number *= 10;
    }
    return missing < 0 ? NOT_PLAIN : number;
  }

  /** Reads what is written in any other way. */
  private Reading written(String cell, String currency) {
    String text = MINUS.matcher(cell.strip()).replaceAll("-");
    if (text.length() > LONGEST) {
      return new Unclear();
    }
    if (NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
      return new Nothing();
    }
    text = GAP.matcher(GAP_IN_NUMBER.matcher(text).replaceAll("_")).replaceAll("");
    Matcher form = FORM.matcher(text);
    if (!form.matches() || (form.group("open") == null) != (form.group("close") == null)) {
      return new Unclear();
    }
    String marks = form.group("before") + form.group("inner") + form.group("after");
    boolean brackets = form.group("open") != null;
    if (marks.length() + (brackets ? 1 : 0) > 1) {
      return new Unclear();
    }
    return money(form, currency)
        .<Reading>map(money -> new Exact(money, brackets || marks.equals("-")))
        .orElseGet(Unclear::new);
  }

  private Optional<Money> money(Matcher form, String named) {
    return currency(named, form.group("front"))
        .flatMap(code -> currency(code, form.group("back")))
        .flatMap(code -> exact(form.group("body"), code));
  }

  /** The currency, if the sign beside the number does not speak against it. */
  private static Optional<String> currency(String named, String affix) {
    boolean euro = affix.equals("\u20ac");
    if (affix.isEmpty()) {
      return Optional.of(named);
    }
    String code = euro ? "EUR" : affix.toUpperCase(Locale.ROOT);
    if (euro || iso(code).isPresent()) {
      return named.isEmpty() || named.equals(code) ? Optional.of(code) : Optional.empty();
    }
    boolean sign =
        affix.codePoints().anyMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL);
    boolean word = WORDS.contains(affix.toLowerCase(Locale.ROOT));
    return (sign || word) && !named.equals("EUR") ? Optional.of(named) : Optional.empty();
  }

  private Optional<Money> exact(String body, String currency) {
    String code = currency.isEmpty() ? Money.NO_CURRENCY : currency;
    int digits = digits(code);
    if (digits < 0) {
      return Optional.empty();
    }
    try {
      return number(body, digits)
          .map(number -> new Money(code, number.movePointRight(digits).longValueExact()));
    } catch (ArithmeticException e) {
      return Optional.empty(); // More decimals than the currency has, or too large.
    }
  }

  /** How many decimals a currency has; less than none where it is not one that is paid in. */
  private static int digits(String code) {
    if (code.equals(Money.NO_CURRENCY)) {
      return USUAL_DIGITS;
    }
    return iso(code).map(Currency::getDefaultFractionDigits).orElse(-1);
  }

  private static Optional<Currency> iso(String code) {
    try {
      return Optional.of(Currency.getInstance(code)).filter(c -> c.getCurrencyCode().equals(code));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Not in ISO 4217.
    }
  }

  private Optional<BigDecimal> number(String body, int digits) {
    int mark = decimalMark(body, digits);
    if (mark == UNCLEAR) {
      return Optional.empty();
    }
    String whole = mark == NO_MARK ? body : body.substring(0, mark);
    String decimals = mark == NO_MARK ? "" : body.substring(mark + 1);
    boolean onlyDigits = decimals.chars().allMatch(Character::isDigit);
    if (!onlyDigits || !(whole.isEmpty() || GROUPS.matcher(whole).matches())) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal("0" + whole.replaceAll("\\D", "") + "." + decimals + "0"));
  }

  /** Where the decimal mark stands. */
  private int decimalMark(String body, int digits) {
    int point = body.lastIndexOf('.');
    int comma = body.lastIndexOf(',');
    int last = Math.max(point, comma);
    if (last < 0) {
      return NO_MARK;
    }
    boolean once = body.indexOf(body.charAt(last)) == last;
    if (point >= 0 && comma >= 0) {
      return once ? last : UNCLEAR;
    }
    if (!once) {
      return NO_MARK; // Twice the same: between groups.
    }
    boolean mayBeGroup =
        body.length() - last - 1 == GROUP
            && last >= 1
            && last <= GROUP
            && body.charAt(0) != '0'
            && body.indexOf('_') < 0;
    return mayBeGroup ? single(body.charAt(last) == ',', last, digits) : last;
  }

  /** One mark with three digits behind it. */
  private int single(boolean comma, int at, int digits) {
    if (comma) {
      return commaIsDecimal || digits >= GROUP ? UNCLEAR : NO_MARK;
    }
    return digits >= GROUP && !commaIsDecimal ? at : UNCLEAR;
  }
}
