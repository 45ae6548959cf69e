package dev.offramp.job;

/** Numbers in keys and names of files: all their digits, so that they sort as numbers do. */
public final class Ordinals {
  private Ordinals() {}

  /**
   * A number with zeros before it, in the digits 0 to 9 wherever the machine believes to be.
   *
   * @param number not below zero
   * @param digits how many it has at least; a longer number has all of its own
   */
  public static String of(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
