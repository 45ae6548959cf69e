package dev.offramp.kartra;

import java.text.Normalizer;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A cell of a header, taken apart: {@code "Buyer Amount (USD)"} is {@code buyer_amount} in {@code
 * USD}.
 *
 * @param plain lower case, words joined by underscores, without the currency
 * @param currency the code in brackets at its end in upper case, or empty; it need not be a real
 *     one
 */
public record HeaderName(String plain, String currency) {
  /** What stands between words, and what Unicode and spreadsheets add to it. */
  private static final Pattern GAP = Pattern.compile("[\\s\\h\\-./_]+");

  /** Byte order marks and other characters that nobody sees; also a mark that was decoded twice. */
  private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}|^\u00ef\u00bb\u00bf");

  private static final Pattern CODE = Pattern.compile("_?[(\\[]([a-z]{3})[)\\]]$");
  private static final Pattern SYMBOL = Pattern.compile("_?[(\\[](\\p{Sc})[)\\]]$");
  private static final Pattern BARE_CODE = Pattern.compile("_([a-z]{3})$");
  private static final Pattern PREFIX = Pattern.compile("^(lead|contact|buyer|customer)_");

  /** Marks of a longer cell are left as they are: to compose very many takes very long. */
  private static final int LONGEST_COMPOSED = 1000;

  private static final Set<String> ISO =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** Takes a header's cell apart. */
  public static HeaderName of(String header) {
    String normal = normalise(header);
    Matcher code = CODE.matcher(normal);
    if (code.find()) {
      return new HeaderName(code.replaceFirst(""), code.group(1).toUpperCase(Locale.ROOT));
    }
    Matcher symbol = SYMBOL.matcher(normal);
    if (symbol.find()) {
      // Only this sign belongs to one currency alone.
      String currency = symbol.group(1).equals("\u20ac") ? "EUR" : "";
      return new HeaderName(symbol.replaceFirst(""), currency);
    }
    return new HeaderName(normal, "");
  }

  /** Lower case, composed characters, one underscore between words and none around them. */
  public static String normalise(String header) {
    String composed =
        header.length() > LONGEST_COMPOSED
            ? header
            : Normalizer.normalize(header, Normalizer.Form.NFC);
    String seen = UNSEEN.matcher(composed).replaceAll("");
    String joined = GAP.matcher(seen.toLowerCase(Locale.ROOT)).replaceAll("_");
    int start = joined.startsWith("_") ? 1 : 0;
    int end = joined.length() > start && joined.endsWith("_") ? 1 : 0;
    return joined.substring(start, joined.length() - end);
  }

  /** A name without the gaps between its words: {@code buyeremail}. */
  static String squash(String plain) {
    return plain.replace("_", "");
  }

  /** Whether a code is one of ISO 4217. */
  static boolean isCurrency(String code) {
    return ISO.contains(code);
  }

  /** The name without whose it is. */
  String withoutPrefix() {
    return PREFIX.matcher(plain).replaceFirst("");
  }

  /** The same with a currency that stands there without brackets, as in {@code amount_usd}. */
  Optional<HeaderName> withBareCurrency() {
    Matcher bare = BARE_CODE.matcher(plain);
    if (!currency.isEmpty() || !bare.find()) {
      return Optional.empty();
    }
    String code = bare.group(1).toUpperCase(Locale.ROOT);
    return isCurrency(code)
        ? Optional.of(new HeaderName(bare.replaceFirst(""), code))
        : Optional.empty();
  }
}
