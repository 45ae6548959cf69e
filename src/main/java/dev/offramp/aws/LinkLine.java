package dev.offramp.aws;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.load.Crosswalk.Link;

/**
 * A line of a page of links: what a key leads to from then on. Fields as those of a link.
 *
 * @param removed whether it leads nowhere any more; then only the key counts
 */
record LinkLine(
    String sourceKey,
    String remoteId,
    String jobId,
    long row,
    boolean created,
    String fingerprint,
    ConsentOrder consent,
    boolean permitted,
    boolean removed) {

  static LinkLine of(Link link) {
    return new LinkLine(
        link.sourceKey(),
        link.remoteId(),
        link.jobId(),
        link.row(),
        link.created(),
        link.fingerprint(),
        link.consent(),
        link.permitted(),
        false);
  }

  static LinkLine removed(String sourceKey) {
    return new LinkLine(sourceKey, "", "", 0, false, "", ConsentOrder.SUBSCRIBE, false, true);
  }

  Link link() {
    return new Link(sourceKey, remoteId, jobId, row, created, fingerprint, consent, permitted);
  }
}
