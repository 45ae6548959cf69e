package dev.offramp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.sandbox.VendorGate.Call;
import dev.offramp.sandbox.VendorGate.Deed;
import dev.offramp.sandbox.hubspot.SimulatedHubSpot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits and faults before the simulated HubSpot, on a clock of the test's own. */
class VendorGateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String KEY = "Bearer sandbox-key";
  private static final String CONTACTS = "/crm/objects/2026-09/contacts";
  private static final FaultPlan NO_FAULTS = FaultPlan.none(0);

  private final ObjectMapper json = new ObjectMapper();
  private final SimulatedHubSpot hubspot = new SimulatedHubSpot();
  private long now = Long.MAX_VALUE - 5 * SECOND; // A nano clock may wrap around at any moment.

  private VendorGate gate(int per10s, int perDay, FaultPlan faults) {
    return new VendorGate(
        hubspot, new SandboxOptions(0, "sandbox-key", per10s, perDay, faults), () -> now);
  }

  private Deed read(VendorGate gate) {
    return gate.take(new Call(KEY, "GET", "/crm/properties/2026-09/contacts", "", null));
  }

  private Deed create(VendorGate gate, int n) {
    JsonNode body =
        json.createObjectNode()
            .set(
                "inputs",
                json.createArrayNode()
                    .add(
                        json.createObjectNode()
                            .set(
                                "properties",
                                json.createObjectNode()
                                    .put("email", "p%d@example.com".formatted(n)))));
    return gate.take(new Call(KEY, "POST", CONTACTS + "/batch/create", "", body));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noWindowOfTenSecondsEverHoldsMoreThanTheLimit(long seed) {
    VendorGate gate = gate(190, 1_000_000, NO_FAULTS);
    Random random = new Random(seed);
    List<Long> accepted = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      now += random.nextInt(25) == 0 ? random.nextLong(SECOND) : random.nextLong(SECOND / 1000);
      if (read(gate).answer().status() == 200) {
        accepted.add(now);
      }
    }
    for (int i = 190; i < accepted.size(); i++) {
      assertThat(accepted.get(i) - accepted.get(i - 190)).isGreaterThanOrEqualTo(10 * SECOND);
    }
    assertThat(accepted).hasSizeBetween(191, 2999);
  }

  @Test
  void the191stCallIsRefusedUntilTheFirstIsTenSecondsOld() {
    VendorGate gate = gate(190, 1_000_000, NO_FAULTS);
    for (int i = 0; i < 190; i++) {
      assertThat(read(gate).answer().status()).isEqualTo(200);
    }
    Deed refused = read(gate);
    assertThat(refused.answer().status()).isEqualTo(429);
    assertThat(refused.answer().body().path("policyName").asText())
        .isEqualTo("TEN_SECONDLY_ROLLING");
    assertThat(refused.headers())
        .containsEntry("X-HubSpot-RateLimit-Max", "190")
        .containsEntry("X-HubSpot-RateLimit-Remaining", "0")
        .containsEntry("X-HubSpot-RateLimit-Interval-Milliseconds", "10000")
        .containsEntry("X-HubSpot-RateLimit-Daily", "1000000")
        .containsEntry("X-HubSpot-RateLimit-Daily-Remaining", "999810");
    now += 10 * SECOND - 1;
    assertThat(read(gate).answer().status()).isEqualTo(429);
    now += 1;
    Deed open = read(gate);
    assertThat(open.answer().status()).isEqualTo(200);
    assertThat(open.headers()).containsEntry("X-HubSpot-RateLimit-Remaining", "189");
    assertThat(stats(gate).path("fullest10s").asInt()).isEqualTo(190);
    assertThat(stats(gate).path("refusedForTheLimit").asInt()).isEqualTo(2);
  }

  private JsonNode stats(VendorGate gate) {
    var stats = json.createObjectNode();
    gate.describe(stats);
    return stats;
  }

  @Test
  void theDaysCallsAreUsedUpUntilTheFirstIsADayOld() {
    VendorGate gate = gate(190, 3, NO_FAULTS);
    for (int i = 0; i < 3; i++) {
      assertThat(read(gate).answer().status()).isEqualTo(200);
    }
    Deed refused = read(gate);
    assertThat(refused.answer().status()).isEqualTo(429);
    assertThat(refused.answer().body().path("policyName").asText()).isEqualTo("DAILY");
    assertThat(refused.headers())
        .containsEntry("X-HubSpot-RateLimit-Remaining", "187")
        .containsEntry("X-HubSpot-RateLimit-Daily-Remaining", "0");
    now += 86_400 * SECOND;
    assertThat(read(gate).answer().status()).isEqualTo(200);
  }

  @Test
  void searchesHaveALimitOfTheirOwn() {
    VendorGate gate = gate(190, 1_000_000, NO_FAULTS);
    Call search = new Call(KEY, "POST", CONTACTS + "/search", "", json.createObjectNode());
    for (int i = 0; i < 5; i++) {
      assertThat(gate.take(search).answer().status()).isEqualTo(200);
    }
    assertThat(gate.take(search).answer().body().path("policyName").asText()).isEqualTo("SECONDLY");
    assertThat(read(gate).answer().status()).isEqualTo(200);
    now += SECOND;
    assertThat(gate.take(search).answer().status()).isEqualTo(200);
  }

  @Test
  void aWrongKeyIsRefusedAndCostsNothing() {
    VendorGate gate = gate(1, 1_000_000, NO_FAULTS);
    for (String key : new String[] {null, "Bearer other", "sandbox-key"}) {
      Deed refused = gate.take(new Call(key, "GET", "/crm/lists/2026-09/1", "", null));
      assertThat(refused.answer().status()).isEqualTo(401);
    }
    assertThat(read(gate).answer().status()).isEqualTo(200);
  }

  @Test
  void aLockHoldsForEveryChangeForTwoSecondsAndForNoRead() {
    VendorGate gate = gate(190, 1_000_000, new FaultPlan(1, 0, 0, 0, 1000, 0, 0, 0, 0));
    assertThat(create(gate, 1).answer().status()).isEqualTo(423);
    gate.faults(NO_FAULTS);
    now += 2 * SECOND - 1;
    assertThat(create(gate, 1).answer().status()).isEqualTo(423);
    assertThat(read(gate).answer().status()).isEqualTo(200);
    assertThat(hubspot.size()).isZero();
    now += 1;
    assertThat(create(gate, 1).answer().status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "after,  1000, 0, 0, 0, 0,    , 1",
    "before, 0, 1000, 0, 0, 0,    , 0",
    "failed-after,  0, 0, 1000, 0, 0, 502, 1",
    "failed-before, 0, 0, 0, 1000, 0, 503, 0",
    "somebody-else, 0, 0, 0, 0, 1000, 429, 0"
  })
  void aFaultTakesEffectOrNot(
      String id,
      int after,
      int before,
      int failedAfter,
      int failedBefore,
      int other,
      Integer status,
      int people) {
    FaultPlan plan = new FaultPlan(1, 0, after, before, 0, failedAfter, failedBefore, other, 700);
    VendorGate gate = gate(190, 1_000_000, plan);
    Deed deed = create(gate, 1);
    assertThat(hubspot.size()).as(id).isEqualTo(people);
    if (status == null) {
      assertThat(deed.answer()).isNull();
      assertThat(deed.holdMillis()).isEqualTo(700);
    } else {
      assertThat(deed.answer().status()).isEqualTo(status);
    }
    assertThat(read(gate).answer().status()).as("reads have no faults").isEqualTo(200);
  }

  @Test
  void theSameSeedGivesTheSameFaultsAndLatencies() {
    FaultPlan plan = new FaultPlan(42, 40, 100, 100, 0, 100, 100, 100, 5);
    List<String> first = deeds(gate(1000, 1_000_000, plan));
    List<String> second = deeds(gate(1000, 1_000_000, plan));
    assertThat(first).isEqualTo(second);
    assertThat(first.stream().distinct().count()).isGreaterThan(10);
  }

  private List<String> deeds(VendorGate gate) {
    List<String> deeds = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Deed deed = gate.take(new Call(KEY, "POST", CONTACTS + "/batch/archive", "", null));
      int status = deed.answer() == null ? 0 : deed.answer().status();
      deeds.add(status + " after " + deed.latencyMillis());
      assertThat(deed.latencyMillis()).isBetween(36, 44);
    }
    return deeds;
  }
}
