package dev.offramp.simulation;

import dev.offramp.crm.Lookup;
import dev.offramp.crm.ReadBack;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.Traits;
import dev.offramp.crm.ValueShape;
import dev.offramp.crm.WriteReply;
import dev.offramp.testkit.FakeCrm;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The destination: a CRM in memory whose search may lag, and that may close for a while. */
final class SimCrm {
  /** Half of the worlds have one that tells of consent and changes in the record itself. */
  private static final ReadBack TELLING =
      new ReadBack(
          Optional.of("optout"), Optional.of("modified"), Map.of("email", ValueShape.EMAIL));

  private final FakeCrm crm;
  private final Traits traits;
  private final InstantSource clock;
  private final Random random;
  private final Map<String, Instant> seenFrom = new HashMap<>();
  private final Set<String> made = new LinkedHashSet<>();
  private Instant closedUntil = Instant.EPOCH;

  /** Takes what the destination is like. */
  SimCrm(boolean unique, int batch, Duration lag, InstantSource clock, Random random) {
    this.crm = new FakeCrm(batch, unique);
    this.clock = clock;
    crm.tells(unique ? ReadBack.PLAIN : TELLING, clock);
    this.random = random;
    Traits t = crm.traits();
    this.traits =
        new Traits(
            t.name(),
            t.markerField(),
            unique,
            t.tagField(),
            t.valueSeparator(),
            batch,
            batch,
            batch,
            batch,
            t.callTimeout(),
            lag,
            t.cannotRestore());
  }

  FakeCrm records() {
    return crm;
  }

  Traits traits() {
    return traits;
  }

  /** What it says of itself without being called. */
  Object told(String method) {
    return method.equals("readBack") ? crm.readBack() : traits;
  }

  /** The records that calls of ours made, gone ones among them. */
  Set<String> made() {
    return made;
  }

  Instant closedUntil() {
    return closedUntil;
  }

  /** Closes for some seconds or minutes; until when. */
  Instant close() {
    closedUntil = clock.instant().plusMillis(500 + random.nextInt(90_000));
    return closedUntil;
  }

  /** A call takes effect. */
  Object effect(Method method, Object[] args) throws Throwable {
    Set<String> before = Set.copyOf(crm.records().keySet());
    try {
      Object result = PortDesk.invoke(crm, method, args);
      return method.getName().equals("read") ? seen(args, result) : result;
    } finally {
      for (String id : crm.records().keySet()) {
        if (!before.contains(id)) {
          made.add(id);
          seenFrom.put(id, clock.instant().plus(traits.visibleAfter()));
        }
      }
    }
  }

  /** A look-up by marker or address may miss what is new; one by id never does. */
  private List<RemoteRecord> seen(Object[] args, Object result) {
    Map<String, Lookup> asked = new HashMap<>();
    for (Object lookup : (List<?>) args[0]) {
      asked.put(((Lookup) lookup).traceId(), (Lookup) lookup);
    }
    List<RemoteRecord> found = new ArrayList<>();
    for (Object each : (List<?>) result) {
      RemoteRecord record = (RemoteRecord) each;
      boolean byId = asked.get(record.traceId()).remoteId() != null;
      if (byId || visible(record.remoteId())) {
        found.add(record);
      }
    }
    return found;
  }

  /** Whether a search finds a record by now. */
  boolean visible(String id) {
    return !clock.instant().isBefore(seenFrom.getOrDefault(id, Instant.MIN));
  }

  /** An answer that says nothing about one of its rows. */
  Object without(Object answer) {
    if (answer instanceof WriteReply.Answered answered && !answered.rows().isEmpty()) {
      List<RowAnswer> rows = new ArrayList<>(answered.rows());
      rows.remove(random.nextInt(rows.size()));
      return new WriteReply.Answered(rows);
    }
    return answer;
  }
}
