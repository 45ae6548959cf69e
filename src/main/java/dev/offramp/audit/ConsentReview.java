package dev.offramp.audit;

import dev.offramp.record.ConsentClass;
import dev.offramp.record.Contact;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says whether a person has to decide about somebody's consent, and why. */
final class ConsentReview {
  /** The export does not say anything about consent. */
  static final String SILENT = "OFF-1601";

  /** Kartra itself does not know, or waits for an answer. */
  static final String PENDING = "OFF-1602";

  /** The columns contradict each other. */
  static final String CONTRADICTION = "OFF-1603";

  /** A code that Kartra's documents do not explain. */
  static final String STRANGE = "OFF-1604";

  private static final Set<String> PENDING_CODES = Set.of("4", "5", "unknown", "pending");
  private static final Set<String> ACCEPTED = Set.of("2", "accepted");

  private ConsentReview() {}

  /** The code of the question, or nothing where all is clear. */
  static Optional<String> question(Contact contact) {
    ConsentClass read = contact.consent().consentClass();
    String gdpr = contact.field("gdpr_lead_status").strip().toLowerCase(Locale.ROOT);
    if (ACCEPTED.contains(gdpr) && !read.mailable()) {
      return Optional.of(CONTRADICTION);
    }
    if (read != ConsentClass.UNKNOWN) {
      return Optional.empty();
    }
    if (PENDING_CODES.contains(gdpr)) {
      return Optional.of(PENDING);
    }
    return Optional.of(gdpr.isEmpty() ? SILENT : STRANGE);
  }
}
