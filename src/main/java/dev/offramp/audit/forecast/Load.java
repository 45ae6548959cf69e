package dev.offramp.audit.forecast;

import dev.offramp.kartra.ExportKind;
import dev.offramp.record.ConsentClass;
import java.util.Map;

/**
 * What is to be loaded.
 *
 * @param kind what the rows describe
 * @param rows of the upload
 * @param records different ones among those that can be taken
 * @param consent contacts by class
 * @param tags different tags
 * @param lists different lists
 * @param memberships contacts on lists, each list counted
 * @param customFields columns that are none of Kartra's own
 */
public record Load(
    ExportKind kind,
    long rows,
    long records,
    Map<String, Long> consent,
    long tags,
    long lists,
    long memberships,
    long customFields) {

  /** How many of something there are, by the word of {@code destinations.yaml}. */
  long amount(Of of) {
    boolean people = kind == ExportKind.CONTACTS;
    return switch (of) {
      case CONTACTS -> people ? records : 0;
      case RECORDS -> people ? 0 : records;
      case OPT_OUTS -> people ? optOuts() : 0;
      case CONSENTS -> people ? consent.getOrDefault(ConsentClass.GRANTED.name(), 0L) : 0;
      case TAGS -> people ? tags : 0;
      case LISTS -> people ? lists : 0;
      case MEMBERSHIPS -> people ? memberships : 0;
      case CUSTOM_FIELDS -> customFields;
    };
  }

  private long optOuts() {
    long sum = 0;
    for (ConsentClass read : ConsentClass.values()) {
      sum += read.mailable() ? 0 : consent.getOrDefault(read.name(), 0L);
    }
    return sum;
  }

  /** What a step of loading is about. */
  public enum Of {
    CONTACTS("contacts"),
    RECORDS("records"),
    OPT_OUTS("people to opt out"),
    CONSENTS("people with a recorded consent"),
    TAGS("tags"),
    LISTS("lists"),
    MEMBERSHIPS("places on lists"),
    CUSTOM_FIELDS("custom fields");

    private final String words;

    Of(String words) {
      this.words = words;
    }

    /** In words. */
    String words() {
      return words;
    }
  }
}
