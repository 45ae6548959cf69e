package dev.offramp.simulation;

import dev.offramp.crm.ConsentState;
import dev.offramp.testkit.FakeCrm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The people who work at the destination: what they had there, and what they change. */
final class Hands {
  private static final List<String> FIELDS = List.of("lastname", "city", "firstname");
  private final World world;
  private final Map<String, Map<String, String>> before = new TreeMap<>();
  private final Map<String, Map<String, String>> edits = new TreeMap<>();
  private final Map<String, Set<String>> listsBefore = new TreeMap<>();
  private final Set<String> refusals = new TreeSet<>();
  private Map<String, ConsentState> consentBefore = new HashMap<>();
  private int edited;
  private Instant lastEdit = Instant.MIN;
  private Instant takenBack = Instant.MAX;

  Hands(World world) {
    this.world = world;
  }

  /** Some of the people have a record already. */
  void moveIn() {
    FakeCrm crm = world.crm.records();
    List<String> members = new ArrayList<>();
    for (int person = 0; person < world.migration.count(); person++) {
      if (world.random.nextInt(4) == 0) {
        Map<String, String> values = new TreeMap<>();
        values.put("email", Migration.email(person, 0));
        values.put("lastname", world.random.nextBoolean() ? Migration.SURNAME + person : "Old");
        if (world.random.nextBoolean()) {
          values.put("city", "Oslo");
        }
        String id = crm.person(values);
        if (world.random.nextBoolean()) {
          members.add(id);
        }
        if (world.random.nextInt(3) == 0) {
          crm.consent(
              values.get("email"),
              world.random.nextBoolean() ? ConsentState.OPTED_OUT : ConsentState.SUBSCRIBED);
        }
      }
    }
    if (!members.isEmpty()) {
      crm.list("news", Set.copyOf(members));
    }
    crm.records().forEach((id, values) -> before.put(id, new TreeMap<>(values)));
    crm.lists().forEach((name, on) -> listsBefore.put(name, Set.copyOf(on)));
    consentBefore = consents();
  }

  /** What is recorded of everybody. */
  Map<String, ConsentState> consents() {
    Map<String, ConsentState> all = new TreeMap<>();
    for (int person = 0; person < world.migration.count(); person++) {
      for (int variant = 0; variant < 2; variant++) {
        String email = Migration.email(person, variant);
        if (world.consent(email) != ConsentState.UNSPECIFIED) {
          all.put(email, world.consent(email));
        }
      }
    }
    return all;
  }

  /** The records before the migration, by id. */
  Map<String, Map<String, String>> before() {
    return before;
  }

  /** Who was on each list before the migration. */
  Map<String, Set<String>> listsBefore() {
    return listsBefore;
  }

  /** What was recorded before the migration. */
  Map<String, ConsentState> consentBefore() {
    return consentBefore;
  }

  /** The last value of each field that somebody edited, by record. */
  Map<String, Map<String, String>> edits() {
    return edits;
  }

  /** From now on it is taken back. */
  void takenBackFrom(Instant now) {
    takenBack = now;
  }

  /** Whether everything that somebody edited was there to be seen when it was taken back. */
  boolean allBefore() {
    return lastEdit.isBefore(takenBack);
  }

  /** The addresses whose owners have unsubscribed. */
  Set<String> refusals() {
    return refusals;
  }

  /** Somebody edits a record, if nothing of ours is on its way to it. */
  void edit() {
    List<String> ids = new ArrayList<>(world.crm.records().records().keySet());
    if (ids.isEmpty() || world.loads()) {
      return;
    }
    String id = ids.get(world.random.nextInt(ids.size()));
    if (world.intents.open(id)) {
      return;
    }
    String field = FIELDS.get(world.random.nextInt(FIELDS.size()));
    String value = "By hand " + ++edited;
    world.trace.note(world.timeline.instant(), "somebody edits", id, field, value);
    world.crm.records().edit(id, field, value);
    edits.computeIfAbsent(id, i -> new TreeMap<>()).put(field, value);
    lastEdit = world.timeline.instant();
  }

  /** Somebody whom nobody has opted out yet unsubscribes. */
  void unsubscribe() {
    String email = Migration.email(world.random.nextInt(world.migration.count()), 0);
    boolean free = !world.loads() && !world.intents.open(email);
    if (free && world.consent(email) != ConsentState.OPTED_OUT && known(email)) {
      world.trace.note(world.timeline.instant(), "somebody unsubscribes");
      world.crm.records().consent(email, ConsentState.OPTED_OUT);
      world.consents.refused(email);
      refusals.add(email);
    }
  }

  private boolean known(String email) {
    return world.crm.records().records().values().stream()
        .anyMatch(values -> email.equals(values.get("email")));
  }
}
