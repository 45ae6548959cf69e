package dev.offramp.kartra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.kartra.SeparatorEvidence.Basis;
import dev.offramp.kartra.csv.Dialect;
import dev.offramp.kartra.csv.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExportProfileTest {
  private static final ExportLayout LAYOUT =
      new ExportLayout(
          ExportKind.CONTACTS,
          new Dialect("UTF-8", ',', 0, 2, 3),
          List.of(
              new Column(0, "tags", "tags", true, ""),
              new Column(1, "About", "about", false, ""),
              new Column(2, "date_joined", "date_joined", true, "")));

  private final ObjectMapper json = new ObjectMapper();

  private static ExportProfile of(String... tags) {
    ExportProfile.Builder builder = new ExportProfile.Builder(LAYOUT);
    for (String tag : tags) {
      builder.add(new Row(0, 2, List.of(tag, "", "13/04/2026"), List.of()));
    }
    return builder.build();
  }

  private static ExportProfile sum(ExportProfile... parts) {
    ExportProfile.Builder builder = new ExportProfile.Builder(LAYOUT);
    for (ExportProfile part : parts) {
      builder.add(part);
    }
    return builder.build();
  }

  @Test
  void partsAddUpToTheWhole() {
    ExportProfile whole = of("A;B", "B", "A,x;C", "C|D", "", "A;B");

    assertThat(sum(of("A;B", "B"), of("A,x;C"), of("C|D", "", "A;B"))).isEqualTo(whole);
  }

  @Test
  void aProfileIsTheSameAfterItWasKept() throws Exception {
    ExportProfile profile = of("A;B", "B", "C,D");

    ExportProfile kept = json.readValue(json.writeValueAsString(profile), ExportProfile.class);

    assertThat(kept).isEqualTo(profile);
  }

  @Test
  void whatIsKeptOfAColumnIsBounded() {
    ExportProfile.Builder builder = new ExportProfile.Builder(LAYOUT);
    String huge = "x".repeat(1_000_000);
    for (int n = 0; n < 20_000; n++) {
      builder.add(new Row(n, n, List.of("t" + n + ";u" + n, "free text " + n, ""), List.of()));
    }
    builder.add(new Row(0, 0, List.of(huge, huge, ""), List.of()));
    ExportProfile profile = builder.build();

    ColumnProfile tags = profile.columns().get("tags");
    assertThat(tags.whole().size()).isLessThanOrEqualTo(ColumnProfile.MOST_VALUES);
    assertThat(tags.pieces().get(";")).hasSize(ColumnProfile.MOST_VALUES);
    assertThat(tags.unkept().get(";")).isEqualTo(40_000L - ColumnProfile.MOST_VALUES);
    assertThat(tags.whole()).doesNotContainKey(huge);
    assertThat(tags.longest()).isEqualTo(huge.length());
    assertThat(profile.columns().get("about").whole()).hasSize(ColumnProfile.MOST_OPTIONS);
    assertThat(profile.columns().get("about").overflow()).isTrue();
  }

  @Test
  void evidenceHasTheFiguresOfEveryCandidate() {
    SeparatorEvidence evidence =
        of("Coaching, 1:1;VIP", "VIP", "VIP;Coaching, 1:1").separatorEvidence(Set.of()).get("tags");

    assertThat(evidence.separator()).isEqualTo(";");
    assertThat(evidence.basis()).isEqualTo(Basis.FREQUENCY);
    assertThat(evidence.ambiguous()).isFalse();
    assertThat(evidence.filled()).isEqualTo(3);
    assertThat(evidence.candidates())
        .containsExactly(
            new SeparatorEvidence.Candidate(";", 2, 5, 2, 0),
            new SeparatorEvidence.Candidate(",", 2, 5, 5, 0),
            new SeparatorEvidence.Candidate("", 3, 3, 3, 0));
  }

  @Test
  void theAccountsOwnNamesDecideFirst() {
    ExportProfile profile = of("A|B;C|D", "A|B;C|D", "A|B;C|D");

    assertThat(profile.separatorEvidence(Set.of()).get("tags").ambiguous()).isTrue();
    SeparatorEvidence known = profile.separatorEvidence(Set.of("b;c", "a", "d")).get("tags");
    assertThat(known.separator()).isEqualTo("|");
    assertThat(known.basis()).isEqualTo(Basis.KNOWN_NAMES);
    assertThat(known.ambiguous()).isFalse();
    assertThat(known.candidates().get(0).known()).isEqualTo(9);
  }

  @Test
  void theOrderOfDatesIsWhatAllOfThemShow() {
    assertThat(of("A").dateOrders()).isEqualTo(Map.of("date_joined", DateOrder.DAY_FIRST));
    assertThat(new DateProfile(1, 1, 5).order()).isEmpty();
    assertThat(new DateProfile(0, 0, 5).order()).isEmpty();
    assertThat(new DateProfile(0, 2, 5).order()).contains(DateOrder.MONTH_FIRST);
  }
}
