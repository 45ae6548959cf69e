package dev.offramp.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A note of the crosswalk about a record: under which addresses Kartra's rows or an update of ours
 * knew its person, where there are several. The record bears one of them, and the links know them
 * as digests only; yet a refusal is the person's, and counts for each (invariant 6). The note holds
 * the addresses, each with the job that brought it, and is kept as long as the ledger, which holds
 * them too.
 */
final class KnownAddresses {
  private static final String PREFIX = "addresses:";

  /** An address, and the job with which it goes. */
  private record Known(String jobId, String email) {
    String line() {
      return jobId + " " + email;
    }

    static Known of(String line) {
      int end = line.indexOf(' ');
      return new Known(line.substring(0, end), line.substring(end + 1));
    }
  }

  private KnownAddresses() {}

  /** The key of the note about a record. */
  static String key(String remoteId) {
    return PREFIX + remoteId;
  }

  /** Whether a link is such a note. */
  static boolean is(Crosswalk.Link link) {
    return link.sourceKey().startsWith(PREFIX);
  }

  /** The addresses of a note; none where there is no note. */
  static Set<String> of(Crosswalk.Link note) {
    Set<String> emails = new LinkedHashSet<>();
    known(note).forEach(known -> emails.add(known.email()));
    return emails;
  }

  /**
   * The note with more addresses.
   *
   * @param note what there is, or null
   * @param jobId the job that brought them
   */
  static Crosswalk.Link with(
      Crosswalk.Link note, String remoteId, String jobId, Collection<String> emails) {
    List<Known> all = known(note);
    Set<String> there = of(note);
    emails.stream()
        .filter(email -> !there.contains(email))
        .forEach(email -> all.add(new Known(jobId, email)));
    return note(remoteId, jobId, all);
  }

  /** The note without what a job brought; empty where nothing is left. */
  static Optional<Crosswalk.Link> without(Crosswalk.Link note, String jobId) {
    List<Known> rest = known(note);
    rest.removeIf(known -> known.jobId().equals(jobId));
    return rest.isEmpty()
        ? Optional.empty()
        : Optional.of(note(note.remoteId(), rest.get(rest.size() - 1).jobId(), rest));
  }

  private static Crosswalk.Link note(String remoteId, String jobId, List<Known> all) {
    String lines = String.join("\n", all.stream().map(Known::line).toList());
    return new Crosswalk.Link(key(remoteId), remoteId, jobId, 0, false, lines);
  }

  private static List<Known> known(Crosswalk.Link note) {
    return note == null
        ? new ArrayList<>()
        : new ArrayList<>(note.fingerprint().lines().map(Known::of).toList());
  }
}
