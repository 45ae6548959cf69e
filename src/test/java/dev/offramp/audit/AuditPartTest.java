package dev.offramp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.kartra.csv.RowOrProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of a file add up to the whole, however it is cut; and every row is somewhere. */
class AuditPartTest {
  private static final int ROWS = 1500;

  private final ObjectMapper json = new ObjectMapper();

  private String text(Object value) throws JsonProcessingException {
    return json.writeValueAsString(value);
  }

  private List<AuditPart> cut(List<RowOrProblem> rows, Random random)
      throws JsonProcessingException {
    List<AuditPart> parts = new ArrayList<>();
    int from = 0;
    while (from < rows.size()) {
      int to = Math.min(rows.size(), from + 1 + random.nextInt(300));
      String kept = text(MadeUpRows.part(rows.subList(from, to)));
      parts.add(json.readValue(kept, AuditPart.class));
      from = to;
    }
    return parts;
  }

  private static AuditFacts facts() {
    return new AuditFacts(
        new Audit.Upload("contacts.csv", "0".repeat(64), 1),
        MadeUpRows.LAYOUT,
        Map.of("tags", ";", "lists", ";"),
        List.of(),
        List.of(),
        ForecastWish.to("hubspot"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyGroupingGivesTheSameAudit(long seed) throws JsonProcessingException {
    List<RowOrProblem> rows = MadeUpRows.of(seed, ROWS);
    AuditPart whole = MadeUpRows.part(rows);
    Random random = new Random(seed);
    List<AuditPart> parts = cut(rows, random);

    String expected = text(Audit.of(List.of(whole), facts()));
    assertThat(text(Audit.of(parts, facts()))).isEqualTo(expected);

    // Two by two, in any order of pairs that leaves the rows in their order.
    List<AuditPart> grouped = new ArrayList<>(parts);
    while (grouped.size() > 1) {
      int at = random.nextInt(grouped.size() - 1);
      grouped.set(at, grouped.get(at).plus(grouped.remove(at + 1)));
    }
    assertThat(text(grouped.get(0))).isEqualTo(text(whole));

    Collections.shuffle(parts, random);
    assertThat(text(Audit.of(parts, facts()))).isEqualTo(expected);
  }

  /** Invariant 1. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyRowIsTakenOrRejected(long seed) {
    AuditPart part = MadeUpRows.part(MadeUpRows.of(seed, ROWS));
    Audit audit = Audit.of(List.of(part), facts());

    assertThat(audit.rows().total()).isEqualTo(ROWS);
    assertThat(audit.rows().ok() + audit.rows().rejected()).isEqualTo(ROWS);
    assertThat(audit.rows().rejected()).isPositive();
    assertThat(audit.consent().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(audit.rows().ok());
  }

  @Test
  void nothingOfAPersonIsInAnAudit() throws JsonProcessingException {
    String audit = text(Audit.of(List.of(MadeUpRows.part(MadeUpRows.of(1, ROWS))), facts()));
    assertThat(audit).doesNotContain("@example", "Zoë", "\"Ann\"").contains("Tag 3");
  }

  @Test
  void noRowsAreAnAuditToo() throws JsonProcessingException {
    Audit audit = Audit.of(List.of(), facts());
    assertThat(audit.rows().total()).isZero();
    new AuditSchema().check(text(audit));
  }
}
