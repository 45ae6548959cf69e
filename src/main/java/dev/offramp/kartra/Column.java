package dev.offramp.kartra;

import dev.offramp.record.Money;
import java.util.Locale;

/**
 * A column of an export.
 *
 * @param index from 0
 * @param header as it stands in the file
 * @param name Kartra's own name of a known column; for an unknown one a name made from the header,
 *     unique within the file
 * @param known whether the column is one of Kartra's standard ones; else it is a custom field
 * @param currency the ISO code in the header, or empty; in a column of money a code that ISO 4217
 *     does not have stays too
 */
public record Column(int index, String header, String name, boolean known, String currency) {

  /** The name of a column of money in one currency, beside another that has the plain name. */
  public static String inCurrency(String name, String currency) {
    String code = currency.isEmpty() ? Money.NO_CURRENCY : currency;
    return name + "_" + code.toLowerCase(Locale.ROOT);
  }
}
