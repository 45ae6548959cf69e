package dev.offramp.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.api.CustomFieldDefinition;
import dev.offramp.kartra.api.CustomFieldType;
import dev.offramp.kartra.api.LeadDetails;
import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.kartra.csv.Dialect;
import dev.offramp.kartra.csv.Row;
import dev.offramp.plan.EnrichedRules;
import dev.offramp.plan.FieldMap;
import dev.offramp.plan.FieldRule;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanReader;
import dev.offramp.record.ConsentClass;
import dev.offramp.record.Contact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsMergerTest {
  private static final KartraSettings SETTINGS =
      KartraSettings.defaults().withSeparators(Map.of("tags", ";", "lists", ";"));
  private static final List<String> CUSTOM = List.of("Business size");
  private static final List<CustomFieldDefinition> SCHEMA =
      List.of(
          new CustomFieldDefinition(
              "1",
              "business_size",
              CustomFieldType.DROP_DOWN,
              List.of(
                  new CustomFieldDefinition.Option("100", "Just me"),
                  new CustomFieldDefinition.Option("101", "2-10"))),
          new CustomFieldDefinition("2", "about", CustomFieldType.TEXT_AREA, List.of()));

  private static ExportLayout layout(List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(new Column(columns.size(), name, name, !CUSTOM.contains(name), ""));
    }
    return new ExportLayout(
        ExportKind.CONTACTS, new Dialect("UTF-8", ',', 0, 2, names.size()), columns);
  }

  private static Plan plan(String more) {
    return new PlanReader()
        .read(("destination: hubspot\nenrich: true\n" + more).getBytes(StandardCharsets.UTF_8));
  }

  private static MappingRules rules(Plan plan, ExportLayout layout) {
    FieldMap map = FieldMap.of("hubspot").orElseThrow();
    MappingRules file =
        MappingRules.propose(plan, map, layout, new ExportProfile.Builder(layout).build());
    return new EnrichedRules(plan, map, layout).extend(file, SCHEMA);
  }

  private static Contact parsed(ExportLayout layout, List<String> values) {
    Parsed<Contact> parsed =
        new ContactParser(layout, SETTINGS).parse(new Row(0, 2, values, List.of()));
    return ((Parsed.Accepted<Contact>) parsed).value();
  }

  private static Contact merged(List<String> names, List<String> values, LeadDetails facts) {
    ExportLayout layout = layout(names);
    Plan plan = plan("");
    CustomFieldMerger custom = new CustomFieldMerger(layout, plan, rules(plan, layout), SCHEMA);
    return new FactsMerger(SETTINGS, custom, plan.enrichTags())
        .merged(parsed(layout, values), new EnrichedRow(0, "", facts));
  }

  private static LeadDetails facts(Map<String, String> fields) {
    return new LeadDetails(fields, Map.of(), List.of(), List.of(), List.of(), List.of());
  }

  @ParameterizedTest(name = "invariant 6: file {0} {1} {2}, API {3} {4} -> {5}")
  @CsvSource({
    // The file says nothing of the GDPR: the API's word counts.
    "'','','',2,0,GRANTED",
    "'','','',1,0,NOT_REGULATED",
    "'','','',3,0,DECLINED",
    "'','','',4,0,UNKNOWN",
    "'','','',2,1,BLOCKED",
    "'','','','','',UNKNOWN",
    "'',0,'',2,0,GRANTED",
    // The file says nothing of it, and something else speaks against the person.
    "'',1,'',2,0,BLOCKED",
    "'','',Do not contact,2,0,DO_NOT_CONTACT",
    "'','',Declined commercial messages,2,0,DECLINED",
    "'','',Subscribed,2,0,GRANTED",
    "'','',whatever,2,0,UNKNOWN",
    // Both say something: the stricter one.
    "2,0,'',2,0,GRANTED",
    "2,0,'',1,0,NOT_REGULATED",
    "1,0,'',2,0,NOT_REGULATED",
    "4,0,'',2,0,UNKNOWN",
    "5,0,'',2,0,UNKNOWN",
    "3,0,'',2,0,DECLINED",
    "2,0,'',3,0,DECLINED",
    "2,0,'',2,1,BLOCKED",
    "2,1,'',2,0,BLOCKED",
    "2,0,'','','',UNKNOWN"
  })
  void consentIsTheStricterOne(
      String gdpr, String black, String status, String apiGdpr, String apiBlack, ConsentClass to) {
    Contact contact =
        merged(
            List.of("email", "gdpr_lead_status", "blacklisted", "status"),
            List.of("anna@example.com", gdpr, black, status),
            facts(Map.of("gdpr_lead_status", apiGdpr, "blacklisted", apiBlack)));
    assertThat(contact.consent().consentClass()).isEqualTo(to);
  }

  @Test
  void invariant6_whoWasDeletedSinceTheExportIsNotWrittenTo() {
    ExportLayout layout = layout(List.of("email", "gdpr_lead_status"));
    Plan plan = plan("");
    Contact file = parsed(layout, List.of("anna@example.com", "2"));
    FactsMerger merger =
        new FactsMerger(
            SETTINGS,
            new CustomFieldMerger(layout, plan, rules(plan, layout), SCHEMA),
            plan.enrichTags());
    assertThat(merger.merged(file, new EnrichedRow(0, "OFF-2821", null)).consent().consentClass())
        .isEqualTo(ConsentClass.UNKNOWN);
    assertThat(merger.merged(file, new EnrichedRow(0, "OFF-2820", null))).isEqualTo(file);
  }

  @Test
  void theFileWinsAndTheApiFillsWhatIsEmpty() {
    Contact contact =
        merged(
            List.of("id", "email", "city", "phone", "Business size"),
            List.of("7", "anna@example.com", "Turin", "", "101"),
            new LeadDetails(
                Map.of(
                    "city", "Rome",
                    "phone", "202 555 0143",
                    "phone_country_code", "+1",
                    "score", "12",
                    "date_joined", "2024-05-01 10:00:00",
                    "country", "US"),
                Map.of(
                    "business_size", List.of("Just me"),
                    "about", List.of("Tea"),
                    "unheard_of", List.of("x", "y")),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    assertThat(contact.field("city")).isEqualTo("Turin");
    assertThat(contact.field("phone")).isEqualTo("+12025550143");
    assertThat(contact.field("country")).isEqualTo("United States");
    assertThat(contact.field("score")).isEqualTo("12");
    assertThat(contact.dateJoined()).contains(Instant.parse("2024-05-01T14:00:00Z"));
    assertThat(contact.customFields())
        .as("an option's id became its text")
        .containsEntry("Business size", List.of("2-10"))
        .containsEntry("kartra:about", List.of("Tea"))
        .containsEntry(EnrichedRules.OTHER, List.of("unheard_of: x; y"));
  }

  @Test
  void membershipsAndSequencesBecomeTagsAndLeftListsAreLeft() {
    Contact contact =
        merged(
            List.of("email", "tags", "lists"),
            List.of("anna@example.com", "VIP", "News;Old"),
            new LeadDetails(
                Map.of(),
                Map.of(),
                List.of("VIP", "Beta"),
                List.of(
                    new LeadDetails.ListMembership("old", false),
                    new LeadDetails.ListMembership("Guests", true)),
                List.of(
                    new LeadDetails.SequenceStep("Welcome", "3", true),
                    new LeadDetails.SequenceStep("Launch", "1", false)),
                List.of(
                    new LeadDetails.Membership("Academy", "Gold", true, "2025-02-03 08:00:00"),
                    new LeadDetails.Membership("Circle", "", false, ""))));
    assertThat(contact.tags())
        .containsExactly("VIP", "Beta", "Membership: Academy / Gold", "Sequence: Welcome / 3");
    assertThat(contact.lists()).containsExactly("News", "Guests");
    assertThat(contact.customFields())
        .containsEntry(
            EnrichedRules.MEMBERSHIPS,
            List.of("Academy / Gold: active, since 2025-02-03 08:00:00\nCircle: ended"))
        .containsEntry(
            EnrichedRules.SEQUENCES, List.of("Welcome: step 3, active\nLaunch: step 1, left"))
        .containsEntry(EnrichedRules.LISTS_LEFT, List.of("old"));
  }

  @Test
  void rulesHaveAPlaceForWhatTheFileLacksAndNoneForWhatThePlanDrops() {
    ExportLayout layout = layout(List.of("email", "city", "Business size"));
    Plan plan = plan("fields: {about: drop, notes: drop}\n");
    MappingRules rules = rules(plan, layout);
    assertThat(rules.fields())
        .extracting(FieldRule::column)
        .contains("score", "state", "kartra:memberships", "kartra:other_fields")
        .doesNotContain("kartra:about", "notes", "kartra:business_size")
        .doesNotHaveDuplicates();
    assertThat(rules.fields()).extracting(FieldRule::field).doesNotHaveDuplicates();
    FieldMap map = FieldMap.of("hubspot").orElseThrow();
    MappingRules file =
        MappingRules.propose(plan, map, layout, new ExportProfile.Builder(layout).build());
    assertThat(rules.version()).as("invariant 9").isNotEqualTo(file.version());
  }
}
