package dev.offramp.enrich;

import dev.offramp.kartra.api.KartraApi;
import dev.offramp.kartra.api.KartraApiException;
import dev.offramp.kartra.api.KartraApiException.Remedy;
import dev.offramp.throttle.BudgetClosedException;

/** What came of one question. */
sealed interface Reply {

  /** Kartra's last word: facts, or why there are none. */
  record Settled(EnrichedRow row) implements Reply {}

  /** Nobody answered; the row as it would stand if that is the last word. */
  record Silence(EnrichedRow row) implements Reply {}

  /** There was no permit. */
  record Closed(BudgetClosedException why) implements Reply {}

  /**
   * Asks.
   *
   * @throws KartraApiException if the keys are refused
   */
  static Reply of(KartraApi api, Question question) {
    try {
      return new Settled(new EnrichedRow(question.row(), "", api.lead(question.key())));
    } catch (BudgetClosedException e) {
      return new Closed(e);
    } catch (KartraApiException e) {
      if (e.remedy() == Remedy.CREDENTIALS) {
        throw e;
      }
      EnrichedRow row = new EnrichedRow(question.row(), e.code(), null);
      return e.remedy() == Remedy.LATER ? new Silence(row) : new Settled(row);
    }
  }
}
