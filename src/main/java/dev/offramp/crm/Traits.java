package dev.offramp.crm;

import java.time.Duration;
import java.util.List;

/**
 * What the protocol has to know of a destination, as data.
 *
 * @param name the key in plans and limits, such as {@code hubspot}
 * @param markerField the unique field that holds the Kartra id
 * @param markerIsUnique whether the destination itself refuses a second record with the same
 *     marker: then a create whose outcome stays unknown can be sent again at once
 * @param tagField the multiple-choice field that holds tags, or null where tags are definitions of
 *     their own
 * @param valueSeparator what stands between the values of a multiple-choice field
 * @param readBatch how many records one read answers at the most
 * @param writeBatch how many records one write takes at the most
 * @param membershipBatch how many members one change of a list takes at the most
 * @param consentBatch how many people one change of consent takes at the most
 * @param callTimeout after how long a call without an answer counts as unknown
 * @param visibleAfter for how long after a change has taken effect a look-up by marker or e-mail
 *     may still miss it: the lag of a search that is not consistent; zero where look-ups are
 * @param cannotRestore what a rollback leaves behind, a sentence each, for the dry run
 */
public record Traits(
    String name,
    String markerField,
    boolean markerIsUnique,
    String tagField,
    String valueSeparator,
    int readBatch,
    int writeBatch,
    int membershipBatch,
    int consentBatch,
    Duration callTimeout,
    Duration visibleAfter,
    List<String> cannotRestore) {

  /** Copies the sentences. */
  public Traits {
    cannotRestore = List.copyOf(cannotRestore);
  }
}
