package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import java.util.Collection;
import java.util.Map;

/** Kartra key to destination id, for one migration into one account. */
public interface Crosswalk {

  /**
   * A link from a row's key to a record.
   *
   * @param sourceKey {@code id:<Kartra id>}, {@code mail:<digest>}, {@code address:<digest>}, or
   *     {@code record:<id>} and {@code addresses:<id>} for notes about a record alone
   * @param remoteId the destination's id
   * @param jobId the job that last loaded it
   * @param row the row that brought it first
   * @param created whether we made the record
   * @param fingerprint a digest of what was last loaded; in a note about addresses these, each on a
   *     line of its own after the job that brought it
   * @param consent the strictest that Kartra's rows said of the person so far; a permission, the
   *     least strict, where an older link does not say
   * @param permitted whether we have recorded a permission for the address of the key
   */
  record Link(
      String sourceKey,
      String remoteId,
      String jobId,
      long row,
      boolean created,
      String fingerprint,
      ConsentOrder consent,
      boolean permitted) {

    /** A link that says nothing about consent. */
    public Link(
        String sourceKey,
        String remoteId,
        String jobId,
        long row,
        boolean created,
        String fingerprint) {
      this(sourceKey, remoteId, jobId, row, created, fingerprint, ConsentOrder.SUBSCRIBE, false);
    }

    /** The same under another key. */
    Link under(String key) {
      return new Link(key, remoteId, jobId, row, created, fingerprint, consent, permitted);
    }

    /** The same with what is known of the consent. */
    Link saying(ConsentOrder strictest, boolean permission) {
      return new Link(sourceKey, remoteId, jobId, row, created, fingerprint, strictest, permission);
    }
  }

  /** The links that are there, by source key. Reads are consistent. */
  Map<String, Link> find(String migration, String account, Collection<String> sourceKeys);

  /** Writes links, replacing older ones. */
  void put(String migration, String account, Collection<Link> links);

  /** Takes links away. */
  void remove(String migration, String account, Collection<String> sourceKeys);
}
