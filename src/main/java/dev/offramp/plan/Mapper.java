package dev.offramp.plan;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.Definition.ValueType;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.kartra.csv.Row;
import dev.offramp.record.Consent;
import dev.offramp.record.Contact;
import dev.offramp.record.RecordKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns contacts into what the destination should hold. */
public final class Mapper {
  private final MappingRules rules;

  /** Takes the rules. */
  public Mapper(MappingRules rules) {
    this.rules = rules;
  }

  /** Why a contact cannot be mapped. */
  public record Refusal(String code, String message) {}

  /** A value that is too long for the destination, if there is one. */
  public Optional<Refusal> refusal(Contact contact) {
    for (FieldRule rule : rules.fields()) {
      if (value(contact, rule).length() > rules.longest()) {
        return Optional.of(
            new Refusal(
                "OFF-1505",
                "Column \"%s\" holds more than %d characters, the most that %s takes. Shorten it."
                    .formatted(rule.column(), rules.longest(), rules.destination())));
      }
    }
    return Optional.empty();
  }

  /** What the destination should hold of a contact. */
  public DesiredRecord map(Row row, Contact contact) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (FieldRule rule : rules.fields()) {
      String value = value(contact, rule);
      if (!value.isEmpty()) {
        fields.put(rule.field(), value);
      }
    }
    String email = contact.emailKey();
    fields.computeIfPresent("email", (name, given) -> email);
    boolean hasId = !contact.kartraId().isEmpty();
    String digest = MappingRules.digest(email).substring(0, 24);
    return new DesiredRecord(
        row.ordinal(),
        row.line(),
        RecordKind.CONTACT,
        hasId ? "id:" + contact.kartraId() : "mail:" + digest,
        hasId ? contact.kartraId() : "m-" + digest,
        email,
        fields,
        contact.tags().stream().map(Mapper::option).distinct().toList(),
        rules.lists() ? contact.lists() : List.of(),
        order(contact.consent()),
        String.join("; ", contact.consent().evidence()));
  }

  private String value(Contact contact, FieldRule rule) {
    if (rule.type() == ValueType.INSTANT) {
      return contact.dateJoined().map(Object::toString).orElse("");
    }
    List<String> several = contact.customFields().get(rule.column());
    if (several == null) {
      return contact.field(rule.column());
    }
    if (rule.type() == ValueType.MULTIPLE_CHOICE) {
      return String.join(";", several.stream().map(Mapper::option).distinct().toList());
    }
    if (several.size() == 1) {
      return several.get(0);
    }
    return String.join(rules.separators().getOrDefault(rule.column(), ";") + " ", several);
  }

  /**
   * A value as an option of a multiple-choice field: options are joined with semicolons, so none
   * may hold one.
   */
  public static String option(String value) {
    return value.replace(';', ',').strip();
  }

  /**
   * Invariant 6: what may not be mailed in Kartra is opted out; a recorded consent is recorded;
   * what is merely mailable is left as the destination has it; what is unclear is read the strict
   * way.
   */
  static ConsentOrder order(Consent consent) {
    return switch (consent.consentClass()) {
      case GRANTED -> ConsentOrder.SUBSCRIBE;
      case NOT_REGULATED -> ConsentOrder.LEAVE;
      case UNKNOWN, DECLINED, BLOCKED, DO_NOT_CONTACT -> ConsentOrder.OPT_OUT;
    };
  }
}
