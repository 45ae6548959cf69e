package dev.offramp.audit;

/**
 * What a cell looks like.
 *
 * @param shape a number, a date …
 * @param ascii whether it has no character beyond ASCII
 * @param multiline whether it has a line break
 */
record CellLook(CellShape shape, boolean ascii, boolean multiline) {
  /** A cell without a value. */
  static final CellLook EMPTY = new CellLook(CellShape.TEXT, true, false);

  /** The look of a cell that is not empty. */
  static CellLook of(String cell) {
    return new CellLook(CellShape.of(cell), isAscii(cell), cell.indexOf('\n') >= 0);
  }

  /** Whether a text has no character beyond ASCII. */
  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
