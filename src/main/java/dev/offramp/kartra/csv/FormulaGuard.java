package dev.offramp.kartra.csv;

/**
 * Cells that a spreadsheet would run as a formula get a quotation mark in front, and lose it again
 * when the file comes back: whatever the cell holds, it comes back as it was.
 *
 * <p>Source: OWASP, CSV injection, https://owasp.org/www-community/attacks/CSV_Injection
 */
public final class FormulaGuard {
  private static final char MARK = '\'';
  private static final String RISKY = "=+-@\t\r";

  private FormulaGuard() {}

  /** The cell as it is safe in a spreadsheet. */
  public static String guarded(String cell) {
    return risky(cell) ? MARK + cell : cell;
  }

  /** The cell as it was. */
  public static String bare(String cell) {
    return !cell.isEmpty() && cell.charAt(0) == MARK && risky(cell) ? cell.substring(1) : cell;
  }

  /** A mark before what is risky counts too, so that one more can be told from it. */
  private static boolean risky(String cell) {
    int at = 0;
    while (at < cell.length() && cell.charAt(at) == MARK) {
      at++;
    }
    return at < cell.length() && RISKY.indexOf(cell.charAt(at)) >= 0;
  }
}
