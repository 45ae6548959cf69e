package dev.offramp.sandbox.kartra;

/**
 * What goes wrong at a simulated Kartra, in per mille of the calls, drawn from a seed.
 *
 * @param seed the same seed and the same order of calls give the same faults
 * @param latencyMillis how long every answer takes
 * @param fieldTimeouts of {@code retrieve_custom_fields} alone, which is known for it
 * @param unanswered no answer comes
 * @param pages a page of HTML comes in place of an answer
 * @param empty an answer without a body
 * @param broken status 500
 * @param somebodyElse 429 though the caller kept the limit: the App is used elsewhere too
 * @param holdMillis how long a call without an answer is held open
 */
public record KartraFaults(
    long seed,
    int latencyMillis,
    int fieldTimeouts,
    int unanswered,
    int pages,
    int empty,
    int broken,
    int somebodyElse,
    int holdMillis) {

  /** What can happen to a call. */
  enum Fault {
    NONE,
    UNANSWERED,
    PAGE,
    EMPTY,
    BROKEN,
    SOMEBODY_ELSE
  }

  /** Nothing goes wrong. */
  public static KartraFaults none(int latencyMillis) {
    return new KartraFaults(1, latencyMillis, 0, 0, 0, 0, 0, 0, 0);
  }

  /** What happens to a call that draws this number of 0–999. */
  Fault at(int draw, boolean fields) {
    int[] shares = {unanswered + (fields ? fieldTimeouts : 0), pages, empty, broken, somebodyElse};
    Fault[] faults = {Fault.UNANSWERED, Fault.PAGE, Fault.EMPTY, Fault.BROKEN, Fault.SOMEBODY_ELSE};
    int from = 0;
    for (int i = 0; i < shares.length; i++) {
      if (draw >= from && draw < from + shares[i]) {
        return faults[i];
      }
      from += shares[i];
    }
    return Fault.NONE;
  }
}
