package dev.offramp.load;

import java.util.Collection;
import java.util.Map;

/** Kartra key to destination id, for one migration into one account. */
public interface Crosswalk {

  /**
   * A link from a row's key to a record.
   *
   * @param sourceKey {@code id:<Kartra id>} or {@code mail:<digest>}
   * @param remoteId the destination's id
   * @param jobId the job that last loaded it
   * @param row the row that brought it first
   * @param created whether we made the record
   * @param fingerprint a digest of what was last loaded
   */
  record Link(
      String sourceKey,
      String remoteId,
      String jobId,
      long row,
      boolean created,
      String fingerprint) {}

  /** The links that are there, by source key. Reads are consistent. */
  Map<String, Link> find(String migration, String account, Collection<String> sourceKeys);

  /** Writes links, replacing older ones. */
  void put(String migration, String account, Collection<Link> links);

  /** Takes links away. */
  void remove(String migration, String account, Collection<String> sourceKeys);
}
