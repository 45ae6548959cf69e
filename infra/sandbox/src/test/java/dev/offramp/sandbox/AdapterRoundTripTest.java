package dev.offramp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.WriteReply;
import dev.offramp.crm.http.DestinationVerdicts;
import dev.offramp.crm.hubspot.HubSpot;
import dev.offramp.http.CallGate;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot;
import dev.offramp.throttle.Cost;
import dev.offramp.throttle.Dialects;
import dev.offramp.throttle.Feedback;
import dev.offramp.throttle.Permit;
import dev.offramp.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The real adapter over the simulated HubSpot: there and back again, on the test's own clock. */
class AdapterRoundTripTest {
  private static final Definition MARKER =
      new Definition(
          Definition.Kind.FIELD,
          "kartra_contact_id",
          "Kartra id",
          Definition.ValueType.TEXT,
          List.of(),
          true);
  private static final Definition TAGS =
      Definition.choice(
          "kartra_tags", "Tags", Definition.ValueType.MULTIPLE_CHOICE, List.of("lead", "vip"));
  private static final Definition NEWS = Definition.list("Spring + summer / news");

  private final SimulatedHubSpot vendor = new SimulatedHubSpot();
  private Instant now = Instant.parse("2026-11-02T08:00:00Z");

  private HubSpot adapter(int per10s, FaultPlan faults) {
    VendorGate gate =
        new VendorGate(
            vendor,
            new SandboxOptions(0, "sandbox-key", per10s, 1_000_000, faults),
            () -> now.getEpochSecond() * 1_000_000_000L + now.getNano());
    return new HubSpot(
        new CallGate(
            new Obedient(),
            new InProcessVendor(gate),
            new Dialects().reader("hubspot"),
            () -> now,
            () -> Instant.MAX,
            new DestinationVerdicts()),
        Duration.ofSeconds(30));
  }

  /** Waits, on the test's clock, as long as the vendor asks. */
  private final class Obedient implements Throttle {
    private Instant opensAt = Instant.MIN;

    @Override
    public Permit acquire(Cost cost, Instant latestStart) {
      now = opensAt.isAfter(now) ? opensAt : now;
      return new Permit(0, cost, now, Instant.MAX);
    }

    @Override
    public void report(Permit permit, Feedback feedback) {
      feedback.opensAt().ifPresent(at -> opensAt = at);
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public Duration eta(long calls) {
      return Duration.ZERO;
    }

    @Override
    public void close() {}
  }

  private static List<RowAnswer> rows(WriteReply reply) {
    return ((WriteReply.Answered) reply).rows();
  }

  @Test
  void invariant5_afterThereAndBackTheDumpIsTheSame() {
    thereAndBack(adapter(190, FaultPlan.none(0)));
  }

  @Test
  void invariant7_theSameAtALimitOfThreeCallsInTenSeconds() {
    Instant before = now;
    thereAndBack(adapter(3, FaultPlan.none(0)));
    assertThat(Duration.between(before, now)).isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void theSameWithLocksAndSomebodyElseOnTheAccount() {
    thereAndBack(adapter(190, new FaultPlan(5, 0, 0, 0, 200, 0, 0, 200, 0)));
  }

  private void thereAndBack(HubSpot hubspot) {
    vendor.seed(3, 12);
    JsonNode before = vendor.dump();
    List<DefinitionState> missing = hubspot.inspect(List.of(MARKER, TAGS, NEWS));
    assertThat(missing).noneMatch(DefinitionState::exists);
    List<DefinitionState> made = missing.stream().map(hubspot::define).toList();
    assertThat(hubspot.inspect(List.of(MARKER, TAGS, NEWS))).allMatch(DefinitionState::complete);

    String person = created(hubspot);
    RemoteRecord there = known(hubspot);
    String known = there.remoteId();
    change(hubspot, known, Map.of("city", "Turin", "kartra_contact_id", "2"));
    String list = made.get(2).remoteId();
    assertThat(rows(hubspot.join(list, List.of(person, known, "9"))))
        .extracting(RowAnswer::verdict)
        .containsExactly(Verdict.APPLIED, Verdict.APPLIED, Verdict.MISSING);
    assertThat(hubspot.memberships(List.of(person)).get(person)).containsExactly(list);
    Map<String, ConsentRecord> priors = hubspot.consent(Set.of("person2@example.com"));
    rows(hubspot.writeConsent(Map.of("person2@example.com", ConsentOrder.OPT_OUT)));
    assertThat(hubspot.consent(Set.of("person2@example.com")).get("person2@example.com").state())
        .isEqualTo(ConsentState.OPTED_OUT);
    assertThat(vendor.dump()).isNotEqualTo(before);

    assertThat(hubspot.undefine(made)).as("all in use").isEmpty();
    hubspot.restoreConsent(priors);
    hubspot.leave(list, List.of(person, known));
    change(hubspot, known, Map.of("city", there.field("city"), "kartra_contact_id", ""));
    hubspot.delete(List.of(person));
    assertThat(hubspot.undefine(made)).hasSameSizeAs(made);
    assertThat(vendor.dump()).isEqualTo(before);
  }

  private static String created(HubSpot hubspot) {
    Map<String, String> fields =
        Map.of("email", "new@example.com", "kartra_contact_id", "1", "kartra_tags", "vip;lead");
    List<RowAnswer> answers =
        rows(
            hubspot.create(
                List.of(
                    new Draft("t1", null, fields),
                    new Draft("t2", null, Map.of("email", "person0@example.com")),
                    new Draft("t3", null, Map.of("email", "nobody")))));
    assertThat(answers)
        .extracting(RowAnswer::verdict)
        .containsExactlyInAnyOrder(Verdict.APPLIED, Verdict.CONFLICT, Verdict.REFUSED);
    return answers.stream()
        .filter(row -> row.traceId().equals("t1"))
        .findFirst()
        .orElseThrow()
        .remoteId();
  }

  /** Somebody who was there before. */
  private static RemoteRecord known(HubSpot hubspot) {
    List<Lookup> lookups = List.of(new Lookup("k", null, "", "neighbour1@example.org", false));
    return hubspot.read(lookups, Set.of("city")).get(0);
  }

  private static void change(HubSpot hubspot, String id, Map<String, String> fields) {
    assertThat(rows(hubspot.update(List.of(new Draft("u", id, fields)))))
        .containsExactly(RowAnswer.applied("u", id));
  }
}
