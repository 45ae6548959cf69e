package dev.offramp.simulation;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.Draft;
import dev.offramp.job.WorkFiles;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Invariant 6: nobody becomes more contactable than in Kartra, and a refusal stays. */
final class ConsentWatch implements Watch {
  private final World world;

  /** By person: the strictest of all rows counts, whatever chunk or upload they are in. */
  private final Map<Integer, ConsentOrder> strictest = new HashMap<>();

  private final Map<Integer, ConsentOrder> claimed = new HashMap<>();
  private final Set<String> refusedThemselves = new HashSet<>();

  /** Records whose address was changed though its owner had refused. */
  private final Set<String> moved = new HashSet<>();

  private Map<String, ConsentState> earlier = Map.of();

  ConsentWatch(World world) {
    this.world = world;
  }

  /** A person has unsubscribed. */
  void refused(String email) {
    refusedThemselves.add(email);
  }

  @Override
  public void step(PortCall call, Object[] args, Object result) {
    if (call.method().equals("claimChunk")) {
      String key = WorkFiles.chunkKey((String) args[1], "operations", (int) args[2]);
      claimed.clear();
      add(claimed, world.files.readLines(key, DesiredRecord.class));
    } else if (call.method().equals("chunkLoaded")) {
      String key = WorkFiles.chunkKey((String) args[1], "operations", (int) args[2]);
      add(strictest, world.files.readLines(key, DesiredRecord.class));
    }
  }

  private void add(Map<Integer, ConsentOrder> orders, List<DesiredRecord> rows) {
    rows.forEach(
        row ->
            orders.merge(
                world.migration.person(row.email()), row.consent(), ConsentOrder::strictest));
  }

  /** What Kartra says of a person in the rows that are loaded, and those being loaded. */
  private ConsentOrder order(String email) {
    int person = world.migration.person(email);
    ConsentOrder loaded = strictest.get(person);
    ConsentOrder now = claimed.get(person);
    if (loaded == null || now == null) {
      return loaded != null ? loaded : now == null ? ConsentOrder.LEAVE : now;
    }
    return loaded.strictest(now);
  }

  @Override
  public void before(String method, Object[] args) {
    if (method.equals("update")) {
      ((Collection<?>) args[0]).forEach(draft -> moves((Draft) draft));
    }
    if (method.endsWith("Consent")) {
      earlier = states(args);
    }
  }

  /** An address is changed: a refusal at the old one has to come along. */
  private void moves(Draft draft) {
    Map<String, String> values = world.crm.records().records().get(draft.remoteId());
    String now = values == null ? "" : values.getOrDefault("email", "");
    String next = draft.fields().getOrDefault("email", now);
    if (!next.equals(now) && world.consent(now) == ConsentState.OPTED_OUT) {
      moved.add(draft.remoteId());
    }
  }

  private Map<String, ConsentState> states(Object[] args) {
    Map<String, ConsentState> states = new HashMap<>();
    for (Object email : ((Map<?, ?>) args[0]).keySet()) {
      states.put((String) email, world.consent((String) email));
    }
    return states;
  }

  @Override
  public void after(String method, Object[] args) {
    if (!method.endsWith("Consent")) {
      return;
    }
    states(args)
        .forEach(
            (email, now) -> {
              ConsentState was = earlier.get(email);
              boolean risen = now == ConsentState.SUBSCRIBED && was != now;
              ConsentOrder order = order(email);
              if (method.equals("writeConsent") && risen && order != ConsentOrder.SUBSCRIBE) {
                throw new Violation(6, email + " was subscribed, Kartra says " + order);
              }
              boolean overturned = was == ConsentState.OPTED_OUT && now != was;
              if (overturned
                  && (method.equals("writeConsent") || refusedThemselves.contains(email))) {
                throw new Violation(6, "the refusal of " + email + " was overturned");
              }
            });
  }

  /**
   * After everything is loaded, whoever may not be mailed is opted out, and whoever any row calls
   * merely mailable has no permission of ours.
   */
  void ended() {
    world
        .crm
        .records()
        .records()
        .forEach(
            (id, fields) -> {
              String email = fields.getOrDefault("email", "");
              ConsentOrder order = order(email);
              ConsentState state = world.consent(email);
              ConsentState before =
                  world.hands.consentBefore().getOrDefault(email, ConsentState.UNSPECIFIED);
              if (order == ConsentOrder.LEAVE
                  && state == ConsentState.SUBSCRIBED
                  && before != state) {
                throw new Violation(6, "record " + id + " is subscribed, Kartra says nothing");
              }
              if (order == ConsentOrder.OPT_OUT
                  && state != ConsentState.OPTED_OUT
                  && !world.leavesExisting()) {
                throw new Violation(6, "record " + id + " is not opted out");
              }
              if (moved.contains(id) && state != ConsentState.OPTED_OUT) {
                throw new Violation(
                    6, "the refusal of record " + id + " stayed at its old address");
              }
            });
  }
}
