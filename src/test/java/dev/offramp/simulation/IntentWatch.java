package dev.offramp.simulation;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Draft;
import dev.offramp.load.LedgerEntry;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.load.LedgerLine;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Invariants 2 and 4: whatever changes the destination is in the ledger by then, and what is in the
 * ledger never changes.
 */
final class IntentWatch implements Watch {
  private final World world;
  private final Set<String> lines = new HashSet<>();
  private final Set<String> intended = new HashSet<>();

  /** The records about which something is intended of which nobody knows what came of it. */
  private final Set<String> open = new HashSet<>();

  /** The addresses whose refusal is about to be taken back. */
  private final Set<String> lifted = new HashSet<>();

  IntentWatch(World world) {
    this.world = world;
  }

  @Override
  public void written(LedgerEntry entry) {
    String chunk = entry.jobId() + "/" + entry.chunk() + "/" + entry.stage() + "/";
    for (LedgerLine line : entry.lines()) {
      if (entry.part() == Part.INTENT) {
        if (!lines.add(chunk + line.trace())) {
          throw new Violation(4, "a second intent, with a before-image of its own: " + chunk);
        }
        intend(line);
        open.add(line.target() + "@" + chunk + line.trace());
        if (line.wanted().containsValue(ConsentOrder.LEAVE.name())) {
          open.add(line.key() + "@" + chunk + line.trace());
        }
      } else if (entry.part() == Part.UNDO_INTENT && entry.stage() == Stage.CONSENT) {
        if (line.message().isEmpty()) {
          lifted.add(line.key());
        } else {
          lifted.remove(line.key());
        }
      } else if (entry.part() == Part.OUTCOME) {
        open.removeIf(each -> each.endsWith("@" + chunk + line.trace()));
      }
    }
  }

  /** Whether something about a record, or silence for an address, may still be on its way. */
  boolean open(String name) {
    return open.stream().anyMatch(each -> each.startsWith(name + "@"));
  }

  private void intend(LedgerLine line) {
    switch (line.kind()) {
      case "create" -> intended.add("create " + line.marker());
      case "update" ->
          line.wanted().keySet().forEach(f -> intended.add("update " + line.target() + " " + f));
      case "consent" -> intended.add("consent " + line.key());
      case "join" -> intended.add("join " + line.wanted().get("list") + " " + line.target());
      default -> intended.add("define " + line.key());
    }
  }

  @Override
  public void before(String method, Object[] args) {
    switch (method) {
      case "create" -> {
        for (Object draft : (Collection<?>) args[0]) {
          require("create " + ((Draft) draft).fields().get(world.crm.traits().markerField()));
        }
      }
      case "update" -> {
        for (Object each : (Collection<?>) args[0]) {
          Draft draft = (Draft) each;
          draft.fields().keySet().forEach(f -> require("update " + draft.remoteId() + " " + f));
        }
      }
      case "writeConsent" ->
          ((Map<?, ?>) args[0]).keySet().forEach(email -> require("consent " + email));
      case "restoreConsent" -> ((Map<?, ?>) args[0]).keySet().forEach(this::restores);
      case "join", "leave" ->
          ((Collection<?>) args[1]).forEach(id -> require("join " + args[0] + " " + id));
      case "define" -> require("define " + ((DefinitionState) args[0]).definition().name());
      case "undefine", "undefineUsed" ->
          ((Collection<?>) args[0])
              .forEach(s -> require("define " + ((DefinitionState) s).definition().name()));
      case "delete" -> ((Collection<?>) args[0]).forEach(this::ours);
      default -> {}
    }
  }

  /** Invariants 2 and 6: also before a refusal is taken back, that is in the ledger. */
  private void restores(Object email) {
    require("consent " + email);
    boolean refused = world.consent((String) email) == ConsentState.OPTED_OUT;
    if (refused && !lifted.contains(email)) {
      throw new Violation(2, "a refusal is taken back, and the ledger does not say so: " + email);
    }
  }

  private void require(String what) {
    if (!intended.contains(what)) {
      throw new Violation(2, "not in the ledger: " + what);
    }
  }

  private void ours(Object id) {
    if (!world.crm.made().contains(id)) {
      throw new Violation(5, "a record that we did not make would be deleted");
    }
  }
}
