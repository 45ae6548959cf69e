package dev.offramp.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.crm.Definition.ValueType;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.DateOrder;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.csv.Dialect;
import dev.offramp.kartra.csv.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the plan says of separators, and what the mapping makes of the whole file. */
class PlanSeparatorsTest {
  private static final ExportLayout LAYOUT =
      new ExportLayout(
          ExportKind.CONTACTS,
          new Dialect("UTF-8", ',', 0, 2, 3),
          List.of(
              new Column(0, "tags", "tags", true, ""),
              new Column(1, "My Interests", "my_interests", false, ""),
              new Column(2, "date_joined", "date_joined", true, "")));

  private static Plan plan(String separators) {
    String text = "destination: hubspot\nseparators:\n" + separators;
    return new PlanReader().read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static MappingRules rules(Plan plan, Set<String> knownNames, String... cells) {
    ExportProfile.Builder profile = new ExportProfile.Builder(LAYOUT);
    for (String cell : cells) {
      profile.add(new Row(0, 2, List.of(cell, cell, "13/04/2026"), List.of()));
    }
    FieldMap map = FieldMap.of("hubspot").orElseThrow();
    return MappingRules.propose(plan, map, LAYOUT, profile.build(), knownNames);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", ",", "|", "/", " ; ", "||"})
  void aSignIsASeparator(String separator) {
    assertThat(plan("  tags: \"" + separator + "\"\n").separators())
        .isEqualTo(Map.of("tags", separator.strip()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "semicolon", "a", "1", "'", "&", ";;;"})
  void anythingElseIsRefused(String separator) {
    assertThatThrownBy(() -> plan("  tags: \"" + separator + "\"\n"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("separators")
        .extracting("code")
        .isEqualTo("OFF-1260");
  }

  @Test
  void thePlanGoesBeforeTheFileAndMayNameAColumnByItsHeader() {
    MappingRules rules =
        rules(plan("  tags: \",\"\n  \"My Interests\": \"|\"\n"), Set.of(), "A;B", "B;A", "A");

    assertThat(rules.separators()).isEqualTo(Map.of("tags", ",", "my_interests", "|"));
  }

  @Test
  void noneKeepsCellsWhole() {
    MappingRules rules =
        rules(plan("  tags: none\n  my_interests: None\n"), Set.of(), "A;B", "B;A", "A;B");

    assertThat(rules.separators()).isEmpty();
    KartraSettings unread = plan("  tags: none\n").settings("x.csv");
    assertThat(unread.separator(new Column(0, "tags", "tags", true, ""))).isEmpty();
    assertThat(rules.fields())
        .filteredOn(rule -> rule.column().equals("my_interests"))
        .extracting(FieldRule::type)
        .doesNotContain(ValueType.MULTIPLE_CHOICE);
  }

  @Test
  void rulesCarryWhatTheWholeFileShowsToEveryRow() {
    MappingRules rules = rules(plan("  tags: \",\"\n"), Set.of("A, B", "C"), "A, B,C", "C");

    KartraSettings settings = rules.settings(KartraSettings.defaults());

    assertThat(settings.separators()).containsEntry("tags", ",");
    assertThat(settings.wholeNames()).containsExactly("a, b");
    assertThat(settings.dateOrders()).isEqualTo(Map.of("date_joined", DateOrder.DAY_FIRST));
  }

  @Test
  void estIsFiveHoursBehindInSummerToo() {
    Plan plan =
        new PlanReader()
            .read("destination: hubspot\ntimezone: EST\n".getBytes(StandardCharsets.UTF_8));

    Instant noon = LocalDateTime.of(2026, 7, 15, 12, 0).atZone(plan.timezone()).toInstant();
    assertThat(noon).isEqualTo(Instant.parse("2026-07-15T17:00:00Z"));
  }
}
