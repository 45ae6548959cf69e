package dev.offramp.simulation;

/** Invariant 8: no text of ours tells whom it is about. */
final class PrivacyWatch implements Watch {
  @Override
  public void step(PortCall call, Object[] args, Object result) {
    if (call.port() == Port.JOBS && call.method().equals("note")) {
      check("a note", (String) args[1]);
    }
    if (call.port() == Port.JOBS && call.method().equals("transition")) {
      check("a reason", (String) args[3]);
    }
  }

  /** Looks at a text. */
  void check(String what, String text) {
    if (text != null && (text.contains("example.com") || text.contains(Migration.SURNAME))) {
      throw new Violation(8, what + " tells whom it is about");
    }
  }
}
