package dev.offramp.kartra.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.csv.Dialect;
import dev.offramp.record.ConsentClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Invariant 6 on every combination of what the columns can hold: nobody comes out more contactable
 * than the strictest piece of evidence allows.
 */
class ConsentReaderTest {
  private static final String GDPR = "gdpr_lead_status";
  private static final String COMMUNICATIONS = "gdpr_lead_communications";
  private static final ExportLayout LAYOUT =
      new ExportLayout(
          ExportKind.CONTACTS,
          new Dialect("UTF-8", ',', 0, 2, 1),
          List.of(new Column(0, GDPR, GDPR, true, "")));

  private static final List<String> GDPR_VALUES =
      List.of("", "0", "1", "2", "3", "4", "5", "6", "2.0", "accepted", "not accepted", "secret");
  private static final List<String> COMMUNICATIONS_VALUES = List.of("", "0", "1", "secret");
  private static final List<String> BLACKLISTED_VALUES =
      List.of("", "0", "1", "yes", "no", "secret", "Spam complaint", "Subscribed");
  private static final List<String> STATUS_VALUES =
      List.of(
          "",
          "Subscribed",
          "Unsubscribed",
          "Not subscribed",
          "Active",
          "Inactive",
          "Blacklisted",
          "Blocklisted",
          "Blocklisted – Spam complaint",
          "Declined commercial messages (GDPR)",
          "Declined GDPR/CCPA",
          "Do not contact",
          "Multiple soft bounces",
          "0",
          "1",
          "secret");

  /** What each value allows at the most, written down from Kartra's documents. */
  private static final Map<String, ConsentClass> GDPR_LIMITS =
      Map.ofEntries(
          Map.entry("", ConsentClass.UNKNOWN),
          Map.entry("0", ConsentClass.NOT_REGULATED),
          Map.entry("1", ConsentClass.NOT_REGULATED),
          Map.entry("2", ConsentClass.GRANTED),
          Map.entry("2.0", ConsentClass.GRANTED),
          Map.entry("accepted", ConsentClass.GRANTED),
          Map.entry("3", ConsentClass.DECLINED),
          Map.entry("not accepted", ConsentClass.DECLINED),
          Map.entry("4", ConsentClass.UNKNOWN),
          Map.entry("5", ConsentClass.UNKNOWN),
          Map.entry("6", ConsentClass.UNKNOWN),
          Map.entry("secret", ConsentClass.UNKNOWN));

  private static final Map<String, ConsentClass> BLACKLISTED_LIMITS =
      Map.of(
          "1", ConsentClass.BLOCKED,
          "yes", ConsentClass.BLOCKED,
          "secret", ConsentClass.BLOCKED,
          "Spam complaint", ConsentClass.DO_NOT_CONTACT);

  private static final Map<String, ConsentClass> STATUS_LIMITS =
      Map.of(
          "Blacklisted", ConsentClass.BLOCKED,
          "Blocklisted", ConsentClass.BLOCKED,
          "Multiple soft bounces", ConsentClass.BLOCKED,
          "Blocklisted – Spam complaint", ConsentClass.DO_NOT_CONTACT,
          "Do not contact", ConsentClass.DO_NOT_CONTACT,
          "Declined commercial messages (GDPR)", ConsentClass.DECLINED,
          "Declined GDPR/CCPA", ConsentClass.DECLINED,
          "0", ConsentClass.UNKNOWN,
          "1", ConsentClass.BLOCKED,
          "secret", ConsentClass.UNKNOWN);

  /** One combination and what was made of it. */
  private record Combination(
      String gdpr,
      String communications,
      String blacklisted,
      String status,
      ConsentClass upload,
      ConsentReader.Reading reading) {
    ConsentClass found() {
      return reading.consent().consentClass();
    }
  }

  private static List<Combination> all() {
    List<ConsentClass> uploads = new ArrayList<>(Arrays.asList(ConsentClass.values()));
    uploads.add(null);
    List<Combination> all = new ArrayList<>();
    for (ConsentClass upload : uploads) {
      ConsentReader reader = new ConsentReader(LAYOUT, Optional.ofNullable(upload));
      for (String gdpr : GDPR_VALUES) {
        for (String communications : COMMUNICATIONS_VALUES) {
          for (String blacklisted : BLACKLISTED_VALUES) {
            for (String status : STATUS_VALUES) {
              ConsentReader.Said raw =
                  new ConsentReader.Said(gdpr, communications, blacklisted, status);
              all.add(
                  new Combination(
                      gdpr, communications, blacklisted, status, upload, reader.read(raw)));
            }
          }
        }
      }
    }
    return all;
  }

  private static boolean isAtLeastAsStrict(ConsentClass found, ConsentClass limit) {
    return found.strictest(limit) == found;
  }

  @Test
  void invariant6_nobodyIsMoreContactableThanAnyPieceOfEvidenceAllows() {
    List<Combination> all = all();

    assertThat(all).hasSize(12 * 4 * 8 * 16 * 7);
    assertThat(all)
        .allMatch(c -> isAtLeastAsStrict(c.found(), GDPR_LIMITS.get(c.gdpr())))
        .allMatch(
            c ->
                isAtLeastAsStrict(
                    c.found(),
                    BLACKLISTED_LIMITS.getOrDefault(c.blacklisted(), ConsentClass.GRANTED)))
        .allMatch(
            c ->
                isAtLeastAsStrict(
                    c.found(), STATUS_LIMITS.getOrDefault(c.status(), ConsentClass.GRANTED)))
        .allMatch(c -> c.upload() == null || isAtLeastAsStrict(c.found(), c.upload()));
  }

  @Test
  void invariant6_onlyTheGdprStatusMakesAnybodyContactable() {
    assertThat(all())
        .filteredOn(c -> c.found().mailable())
        .isNotEmpty()
        .allMatch(c -> List.of("0", "1", "2", "2.0", "accepted").contains(c.gdpr()));
    assertThat(all())
        .filteredOn(c -> c.found() == ConsentClass.GRANTED)
        .isNotEmpty()
        .allMatch(c -> GDPR_LIMITS.get(c.gdpr()) == ConsentClass.GRANTED);
  }

  @Test
  void invariant6_communicationsNeverLiftAnybody() {
    Map<String, ConsentClass> without = new HashMap<>();
    List<Combination> all = all();
    all.stream()
        .filter(c -> c.communications().isEmpty())
        .forEach(c -> without.put(key(c), c.found()));

    assertThat(all).allMatch(c -> isAtLeastAsStrict(c.found(), without.get(key(c))));
  }

  @Test
  void invariant6_acceptanceBesideCommunicationsCountsOnlyWithAMailingStatus() {
    List<String> settling =
        List.of("Subscribed", "Unsubscribed", "Not subscribed", "Active", "Inactive");

    assertThat(all())
        .filteredOn(c -> GDPR_LIMITS.get(c.gdpr()) == ConsentClass.GRANTED)
        .filteredOn(c -> !c.communications().isEmpty() && c.found().mailable())
        .isNotEmpty()
        .allMatch(
            c -> settling.contains(c.status()) || (c.upload() != null && c.upload().mailable()));
  }

  /** Invariant 8: evidence goes to the destination and into reports. */
  @Test
  void evidenceNamesColumnsAndCodesAndNoneOfTheCells() {
    assertThat(all())
        .allMatch(c -> !c.reading().consent().evidence().isEmpty())
        .allMatch(c -> !c.reading().consent().evidence().toString().contains("secret"));
  }

  @Test
  void everyColumnThatIsFilledStandsInTheEvidence() {
    assertThat(all())
        .allSatisfy(
            c -> {
              String evidence = String.join("\n", c.reading().consent().evidence());
              assertThat(evidence.contains("blacklisted")).isEqualTo(!c.blacklisted().isEmpty());
              assertThat(evidence.contains(COMMUNICATIONS))
                  .isEqualTo(!c.communications().isEmpty());
              assertThat(evidence.contains("upload status")).isEqualTo(c.upload() != null);
              assertThat(evidence).contains(GDPR);
            });
  }

  private static String key(Combination c) {
    return String.join("|", c.gdpr(), c.blacklisted(), c.status(), "" + c.upload());
  }
}
