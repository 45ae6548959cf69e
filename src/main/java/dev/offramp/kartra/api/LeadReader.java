package dev.offramp.kartra.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.kartra.api.LeadDetails.ListMembership;
import dev.offramp.kartra.api.LeadDetails.Membership;
import dev.offramp.kartra.api.LeadDetails.SequenceStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code lead_details}, of today and of 2018, when custom fields stood beside the others. */
final class LeadReader {
  private static final Set<String> STANDARD =
      Set.of(
          "id",
          "first_name",
          "middle_name",
          "last_name",
          "last_name2",
          "email",
          "date_joined",
          "phone_country_code",
          "phone",
          "ip",
          "ip_country",
          "address",
          "zip",
          "city",
          "state",
          "country",
          "company",
          "website",
          "facebook",
          "twitter",
          "linkedin",
          "instagram",
          "google_plus",
          "lead_picture",
          "score",
          "source",
          "source_id",
          "referring_id",
          "lead_preferred_time_zone",
          "sales_tax_id",
          "business_type",
          "notes",
          "blacklisted",
          "lead_deleted",
          "lead_deleted_date",
          "gdpr_lead_status",
          "gdpr_lead_status_date",
          "gdpr_lead_status_ip",
          "gdpr_lead_communications",
          "username");

  private final Envelope envelope;

  LeadReader(Envelope envelope) {
    this.envelope = envelope;
  }

  LeadDetails read(JsonNode lead) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, List<String>> custom = new LinkedHashMap<>();
    lead.properties()
        .forEach(
            e -> {
              String value = text(e.getValue());
              if (!value.isEmpty()) {
                if (STANDARD.contains(e.getKey())) {
                  fields.put(e.getKey(), value);
                } else {
                  custom.put(e.getKey(), List.of(value));
                }
              }
            });
    for (JsonNode field : items(lead, "custom_fields")) {
      List<String> values = values(field.path("field_value"));
      String name = text(field.path("field_identifier"));
      if (!values.isEmpty() && !name.isEmpty()) {
        custom.put(name, values);
      }
    }
    return new LeadDetails(
        fields, custom, names(lead), lists(lead), sequences(lead), memberships(lead));
  }

  /** The texts of options, or the value itself. */
  private List<String> values(JsonNode given) {
    JsonNode value = envelope.decoded(given);
    if (!value.isContainerNode()) {
      String text = text(value);
      return text.isEmpty() ? List.of() : List.of(text);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode option : value.has("option_value") ? List.of(value) : value) {
      String text = text(option.isObject() ? option.path("option_value") : option);
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private List<String> names(JsonNode lead) {
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : items(lead, "tags")) {
      String name = text(tag.isObject() ? tag.path("tag_name") : tag);
      if (!name.isEmpty()) {
        tags.add(name);
      }
    }
    return tags;
  }

  private List<ListMembership> lists(JsonNode lead) {
    List<ListMembership> lists = new ArrayList<>();
    for (JsonNode list : items(lead, "lists")) {
      String name = text(list.isObject() ? list.path("list_name") : list);
      if (!name.isEmpty()) {
        lists.add(new ListMembership(name, active(list)));
      }
    }
    return lists;
  }

  private List<SequenceStep> sequences(JsonNode lead) {
    List<SequenceStep> sequences = new ArrayList<>();
    for (JsonNode sequence : items(lead, "sequences")) {
      String name = text(sequence.path("sequence_name"));
      String status = text(sequence.path("status")).toLowerCase(Locale.ROOT);
      if (!name.isEmpty()) {
        sequences.add(new SequenceStep(name, text(sequence.path("step")), status.equals("active")));
      }
    }
    return sequences;
  }

  private List<Membership> memberships(JsonNode lead) {
    List<Membership> memberships = new ArrayList<>();
    for (JsonNode one : items(lead, "memberships")) {
      String name = text(one.path("membership_name"));
      if (!name.isEmpty()) {
        String level = text(one.path("level_name"));
        memberships.add(new Membership(name, level, active(one), text(one.path("granted_at"))));
      }
    }
    return memberships;
  }

  /** A flag that is missing is read the strict way: nobody is put on a list for a gap. */
  private static boolean active(JsonNode node) {
    String flag = text(node.path("active")).toLowerCase(Locale.ROOT);
    return flag.equals("1") || flag.equals("true");
  }

  private Iterable<JsonNode> items(JsonNode lead, String member) {
    JsonNode items = envelope.decoded(lead.path(member));
    return items.isObject() && items.properties().stream().allMatch(e -> e.getKey().matches("\\d+"))
        ? items // PHP writes a list with a gap as an object with numbers.
        : items.isArray() ? items : List.of();
  }

  /** A value as text; empty for none, containers, and Kartra's words for none. */
  static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
  }
}
