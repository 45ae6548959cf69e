package dev.offramp.kartra.contact;

import dev.offramp.kartra.KartraSettings;
import dev.offramp.record.Consent;
import dev.offramp.record.ConsentClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Computes a person's consent the strict way: every column that says anything is heard, and the
 * strictest counts. {@code gdpr_lead_communications} is contradictory in Kartra's own documents, so
 * it never makes anybody contactable by itself: both values only stand in the evidence.
 *
 * <p>Source: support.kartra.com, articles 153000169422 (codes) and 153000256388 (statuses).
 */
final class ConsentReader {
  private static final Map<String, ConsentClass> GDPR =
      Map.of(
          "0", ConsentClass.NOT_REGULATED,
          "1", ConsentClass.NOT_REGULATED,
          "2", ConsentClass.GRANTED,
          "3", ConsentClass.DECLINED,
          "4", ConsentClass.UNKNOWN,
          "5", ConsentClass.UNKNOWN,
          "accepted", ConsentClass.GRANTED,
          "not accepted", ConsentClass.DECLINED,
          "declined", ConsentClass.DECLINED);

  private final KartraSettings settings;

  ConsentReader(KartraSettings settings) {
    this.settings = settings;
  }

  Consent read(Map<String, String> raw) {
    List<String> evidence = new ArrayList<>();
    ConsentClass gdpr = gdpr(raw.getOrDefault("gdpr_lead_status", ""), evidence);
    ConsentClass strictest = gdpr;
    if (saysYes(raw.getOrDefault("blacklisted", ""))) {
      evidence.add("blacklisted=1");
      strictest = strictest.strictest(ConsentClass.BLOCKED);
    }
    String status = raw.getOrDefault("status", "").strip().toLowerCase(Locale.ROOT);
    if (!status.isEmpty()) {
      ConsentClass said = status(status);
      evidence.add("status=" + said);
      strictest = strictest.strictest(said);
    }
    if (!raw.getOrDefault("gdpr_lead_communications", "").isBlank()) {
      evidence.add("gdpr_lead_communications is given; its meaning is contradictory");
    }
    if (settings.uploadStatus().isPresent()) {
      evidence.add("upload status " + settings.uploadStatus().get());
      strictest = strictest.strictest(settings.uploadStatus().get());
    }
    return new Consent(strictest, evidence);
  }

  private static ConsentClass gdpr(String code, List<String> evidence) {
    String text = code.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      evidence.add("gdpr_lead_status is missing");
      return ConsentClass.UNKNOWN;
    }
    ConsentClass known = GDPR.get(text);
    evidence.add("gdpr_lead_status=" + (known == null ? "not a known code" : text));
    return known == null ? ConsentClass.UNKNOWN : known;
  }

  private static boolean saysYes(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    // Anything but a plain no is heard as a yes: nobody is mailed because of a strange spelling.
    return !value.isEmpty()
        && !value.equals("0")
        && !value.equals("no")
        && !value.equals("false")
        && !value.equals("n/a");
  }

  private static ConsentClass status(String text) {
    if (text.contains("do not contact") || text.contains("spam")) {
      return ConsentClass.DO_NOT_CONTACT;
    }
    if (text.contains("declined")) {
      return ConsentClass.DECLINED;
    }
    if (text.contains("block") || text.contains("black") || text.contains("bounce")) {
      return ConsentClass.BLOCKED;
    }
    // "Unsubscribed" in Kartra means on no list and in no sequence; it is not an opt-out.
    boolean mailable =
        text.contains("subscribed") || text.equals("active") || text.equals("inactive");
    return mailable ? ConsentClass.GRANTED : ConsentClass.UNKNOWN;
  }
}
