package dev.offramp.enrich;

import dev.offramp.kartra.api.LeadDetails;
import dev.offramp.record.Consent;
import dev.offramp.record.ConsentClass;
import dev.offramp.record.Contact;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the consent of a file with that of the API (invariant 6). The stricter one counts. Only
 * where the file is silent, without a GDPR status and without anything that speaks against the
 * person, does the API's word stand in the place of the missing one: a gap in a file is no refusal,
 * and the API is Kartra itself, so nobody becomes more contactable than in Kartra.
 */
final class ConsentMerger {
  private static final String STATUS = "gdpr_lead_status";
  private static final Consent DELETED =
      new Consent(ConsentClass.UNKNOWN, List.of("deleted in Kartra since the export"));

  private ConsentMerger() {}

  /**
   * Joins.
   *
   * @param file the contact of the file
   * @param api the API's values read by the same rules, beside the file's status and block
   */
  static Consent merged(Contact file, Contact api, LeadDetails facts) {
    if (facts.deleted()) {
      return file.consent().strictest(api.consent()).strictest(DELETED);
    }
    boolean silent =
        file.field(STATUS).isEmpty()
            && file.consent().consentClass().compareTo(ConsentClass.UNKNOWN) <= 0;
    return silent && !facts.field(STATUS).isEmpty()
        ? told(api.consent())
        : file.consent().strictest(api.consent());
  }

  /** What it means that Kartra gave no facts: a deleted person is not written to any more. */
  static Contact without(Contact file, String code) {
    return code.equals("OFF-2821")
        ? new Contact(
            file.kartraId(),
            file.email(),
            file.fields(),
            file.dateJoined(),
            file.tags(),
            file.lists(),
            file.customFields(),
            file.consent().strictest(DELETED))
        : file;
  }

  private static Consent told(Consent api) {
    List<String> evidence = new ArrayList<>(api.evidence());
    evidence.add("told by Kartra's API; the file says nothing");
    return new Consent(api.consentClass(), evidence);
  }
}
