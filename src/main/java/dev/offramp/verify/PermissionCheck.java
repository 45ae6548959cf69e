package dev.offramp.verify;

import dev.offramp.crm.ConsentState;

/** Looks whether a permission that was recorded is there. */
public final class PermissionCheck {
  private PermissionCheck() {}

  /**
   * Counts what is there; false if the permission is lost. Whoever has refused since, or is refused
   * by another row, is no fault: that is the strict side (invariant 6).
   */
  public static boolean check(Findings.Permission meant, ConsentState there, Tally tally) {
    tally.permissions(
        1, there == ConsentState.SUBSCRIBED ? 1 : 0, there == ConsentState.OPTED_OUT ? 1 : 0);
    if (there != ConsentState.UNSPECIFIED) {
      return true;
    }
    tally.differs(
        new Difference(
            meant.row(),
            meant.line(),
            meant.record(),
            Fault.PERMISSION_LOST,
            "",
            "permitted",
            "nothing recorded",
            Apart.NO));
    return false;
  }
}
