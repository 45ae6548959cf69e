package dev.offramp.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.load.Crosswalk;
import dev.offramp.load.Crosswalk.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every crosswalk promises. */
public abstract class CrosswalkContract {
  private static final String MIGRATION = "spring";
  private static final String ACCOUNT = "crm/spring";

  /** A crosswalk as one more process sees it; the same one for all of a test's. */
  protected abstract Crosswalk open();

  /** A link with something of its own in every field. */
  protected static Link link(String key, int value) {
    ConsentOrder said = value % 3 == 0 ? ConsentOrder.OPT_OUT : ConsentOrder.LEAVE;
    return new Link(
        key,
        "r" + value,
        "j" + value % 2,
        value,
        value % 2 == 0,
        "f" + value,
        said,
        value % 7 == 0);
  }

  private static List<String> keys(int from, int to) {
    List<String> keys = new ArrayList<>();
    for (int n = from; n < to; n++) {
      keys.add((n % 2 == 0 ? "id:" : "address:") + n);
    }
    return keys;
  }

  private static void put(Crosswalk crosswalk, List<String> keys, int value) {
    crosswalk.put(
        MIGRATION,
        ACCOUNT,
        keys.stream().map(key -> link(key, value + keys.indexOf(key))).toList());
  }

  private static Map<String, Link> find(Crosswalk crosswalk, List<String> keys) {
    return crosswalk.find(MIGRATION, ACCOUNT, keys);
  }

  @Test
  void findsWhatWasPutInAnyNumber() {
    for (int links : new int[] {1, 99, 100, 101, 260, 2501}) {
      String migration = "m" + links;
      List<Link> all = new ArrayList<>();
      List<String> keys = new ArrayList<>();
      for (int n = 0; n < links; n++) {
        all.add(link("id:" + n, n));
        keys.add("id:" + n);
      }
      Crosswalk crosswalk = open();
      crosswalk.put(migration, ACCOUNT, all);
      for (Crosswalk reader : List.of(crosswalk, open())) {
        assertThat(reader.find(migration, ACCOUNT, keys).values())
            .containsExactlyInAnyOrderElementsOf(all);
        assertThat(reader.find(migration, ACCOUNT, List.of("id:" + links, "id:0", "id:0")))
            .isEqualTo(Map.of("id:0", all.get(0)));
      }
    }
  }

  @Test
  void nothingIsFoundWhereNothingIsAsked() {
    Crosswalk crosswalk = open();
    crosswalk.put(MIGRATION, ACCOUNT, List.of());
    crosswalk.remove(MIGRATION, ACCOUNT, List.of());
    crosswalk.remove(MIGRATION, ACCOUNT, List.of("id:1"));
    assertThat(find(crosswalk, List.of())).isEmpty();
    assertThat(find(crosswalk, List.of("id:1"))).isEmpty();
  }

  @Test
  void migrationsAndAccountsKnowNothingOfEachOther() {
    Crosswalk crosswalk = open();
    crosswalk.put(MIGRATION, ACCOUNT, List.of(link("id:1", 1)));
    crosswalk.put("autumn", ACCOUNT, List.of(link("id:1", 2)));
    crosswalk.put(MIGRATION, "crm/other", List.of(link("id:1", 3)));
    crosswalk.remove("autumn", ACCOUNT, List.of("id:1"));
    assertThat(find(crosswalk, List.of("id:1"))).containsValue(link("id:1", 1)).hasSize(1);
    assertThat(crosswalk.find("autumn", ACCOUNT, List.of("id:1"))).isEmpty();
    assertThat(crosswalk.find(MIGRATION, "crm/other", List.of("id:1")))
        .containsValue(link("id:1", 3));
  }

  @Test
  void theLaterCounts() {
    Crosswalk crosswalk = open();
    crosswalk.put(MIGRATION, ACCOUNT, List.of(link("id:1", 1), link("id:2", 2)));
    crosswalk.put(MIGRATION, ACCOUNT, List.of(link("id:2", 3), link("id:2", 4)));
    crosswalk.remove(MIGRATION, ACCOUNT, List.of("id:1", "id:1", "id:9"));
    assertThat(find(crosswalk, List.of("id:1", "id:2"))).isEqualTo(Map.of("id:2", link("id:2", 4)));
    crosswalk.put(MIGRATION, ACCOUNT, List.of(link("id:1", 5)));
    assertThat(find(open(), List.of("id:1", "id:2")))
        .isEqualTo(Map.of("id:1", link("id:1", 5), "id:2", link("id:2", 4)));
  }

  @Test
  void severalProcessesSeeWhatTheOthersDid() {
    Random random = new Random(7);
    List<Crosswalk> processes = new ArrayList<>(List.of(open(), open(), open()));
    Map<String, Link> expected = new HashMap<>();
    for (int step = 0; step < 300; step++) {
      int at = random.nextInt(processes.size());
      if (random.nextInt(20) == 0) {
        processes.set(at, open());
      }
      int from = random.nextInt(400);
      List<String> keys = keys(from, from + 1 + random.nextInt(random.nextInt(10) == 0 ? 220 : 6));
      switch (random.nextInt(4)) {
        case 0 -> {
          put(processes.get(at), keys, step);
          keep(expected, keys, step);
        }
        case 1 -> {
          processes.get(at).remove(MIGRATION, ACCOUNT, keys);
          keys.forEach(expected::remove);
        }
        default -> {
          Map<String, Link> there = new HashMap<>(expected);
          there.keySet().retainAll(keys);
          assertThat(find(processes.get(at), keys)).as("step %s", step).isEqualTo(there);
        }
      }
    }
    assertThat(find(open(), keys(0, 640))).isEqualTo(expected);
  }

  private static void keep(Map<String, Link> expected, List<String> keys, int value) {
    keys.forEach(key -> expected.put(key, link(key, value + keys.indexOf(key))));
  }

  @Test
  void whoWritesAtTheSameTimeLosesNothing() {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    Crosswalk shared = open();
    for (int writer = 0; writer < 6; writer++) {
      Crosswalk crosswalk = writer < 2 ? shared : open();
      int from = writer * 1000;
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = from; n < from + 100; n += 10) {
                  put(crosswalk, keys(n, n + 10), n);
                  assertThat(find(crosswalk, keys(from, n + 10))).hasSize(n + 10 - from);
                }
                crosswalk.remove(MIGRATION, ACCOUNT, keys(from, from + 30));
              }));
    }
    all.forEach(CompletableFuture::join);
    for (int writer = 0; writer < 6; writer++) {
      List<String> keys = keys(writer * 1000, writer * 1000 + 100);
      assertThat(find(open(), keys)).containsOnlyKeys(keys.subList(30, 100));
      assertThat(find(shared, keys)).containsOnlyKeys(keys.subList(30, 100));
    }
  }
}
