package dev.offramp.simulation;

import dev.offramp.crm.ConsentState;
import dev.offramp.job.Job;
import dev.offramp.load.Forced;
import dev.offramp.load.LedgerEntry;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.load.LedgerLine;
import dev.offramp.load.UndoFiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Invariant 5, and the proof of the rollback: afterwards the destination is as it was, but for what
 * people changed, which is as they left it and is reported.
 */
final class RollbackCheck {
  private final World world;
  private final Set<String> reported = new HashSet<>();

  /** The people who may have refused themselves: nobody takes that back. */
  private final Set<Integer> doubted = new HashSet<>();

  RollbackCheck(World world) {
    this.world = world;
    for (Job job : world.jobs.list("")) {
      new UndoFiles(world.files)
          .report(job)
          .ifPresent(
              report -> {
                report.summary().left().forEach(left -> reported.add(left.remoteId()));
                report.summary().left().stream()
                    .filter(left -> left.what().equals("consent") && left.why().contains("own"))
                    .forEach(left -> doubted.add(person(job, left.row())));
              });
    }
  }

  private int person(Job job, long row) {
    return world.migration.rows().stream()
        .filter(each -> each.file().equals(job.upload().fileName()) && each.row() == row)
        .map(SourceRow::person)
        .findFirst()
        .orElse(-1);
  }

  /** Compares everything. */
  void check() {
    Map<String, Map<String, String>> now = new HashMap<>();
    world
        .crm
        .records()
        .records()
        .forEach(
            (id, values) -> {
              Map<String, String> filled = new TreeMap<>(values);
              filled.values().removeIf(String::isEmpty);
              now.put(id, filled);
            });
    world.hands.before().forEach((id, values) -> there(id, values, now.remove(id)));
    now.keySet().forEach(this::stays);
    lists();
    fields();
    consents();
  }

  /**
   * Who was on a list is on it, who was not is not; a list of ours stays only with somebody on it.
   */
  private void lists() {
    world
        .crm
        .records()
        .lists()
        .forEach(
            (name, members) -> {
              Set<String> was = world.hands.listsBefore().getOrDefault(name, Set.of());
              Set<String> different = new HashSet<>(members);
              different.addAll(was);
              different.removeIf(id -> members.contains(id) && was.contains(id));
              different.removeIf(
                  id -> !world.hands.before().containsKey(id)); // It stays, as edited.
              if (!different.isEmpty()) {
                throw new Violation(5, name + " had " + was + " on it and has " + members);
              }
              if (members.isEmpty() && !world.hands.listsBefore().containsKey(name)) {
                throw new Violation(5, "the list " + name + " is ours and stays with nobody on it");
              }
            });
  }

  /** A field of ours stays only where something that stays has it. */
  private void fields() {
    for (String field : world.crm.records().fields().keySet()) {
      if (world.crm.records().records().values().stream()
          .allMatch(values -> values.getOrDefault(field, "").isEmpty())) {
        throw new Violation(5, "the field " + field + " is ours and stays though nothing uses it");
      }
    }
  }

  private void there(String id, Map<String, String> was, Map<String, String> now) {
    Map<String, String> expected = new TreeMap<>(was);
    expected.putAll(world.hands.edits().getOrDefault(id, Map.of()));
    expected.putAll(forcedBack(id, was, now));
    expected.values().removeIf(String::isEmpty);
    if (!expected.equals(now)) {
      throw new Violation(5, "record " + id + " was " + expected + " and is " + now);
    }
  }

  /**
   * What somebody edited in fields that we wrote too, where the operator takes that back as well:
   * then what was there before we wrote is there again, maybe an earlier edit. An edit made while
   * it was taken back may have come too late for that.
   */
  private Map<String, String> forcedBack(
      String id, Map<String, String> was, Map<String, String> now) {
    Map<String, String> back = new TreeMap<>();
    if (now == null || !world.setup.force().contains(Forced.FIELDS)) {
      return back;
    }
    for (String field : world.hands.edits().getOrDefault(id, Map.of()).keySet()) {
      String value = now.getOrDefault(field, "");
      Set<String> images = images(id, field);
      if (!images.isEmpty()) {
        images.add(was.getOrDefault(field, ""));
        boolean right = images.contains(value) || !world.hands.allBefore();
        back.put(field, right ? value : was.getOrDefault(field, ""));
      }
    }
    return back;
  }

  /** What the ledger has as the values of a field before we changed it; none if we did not. */
  private Set<String> images(String id, String field) {
    Set<String> images = new HashSet<>();
    for (Job job : world.jobs.list("")) {
      for (int chunk = 0; chunk < job.chunks(); chunk++) {
        Set<String> took = new HashSet<>();
        List<LedgerEntry> pages = world.ledger.pages(job.id(), chunk);
        lines(pages, Part.OUTCOME)
            .filter(line -> line.status().equals("APPLIED"))
            .forEach(line -> took.add(line.trace()));
        lines(pages, Part.INTENT)
            .filter(line -> line.target().equals(id) && took.contains(line.trace()))
            .filter(line -> line.wanted().containsKey(field))
            .forEach(line -> images.add(line.prior().getOrDefault(field, "")));
      }
    }
    return images;
  }

  private static Stream<LedgerLine> lines(List<LedgerEntry> pages, Part part) {
    return pages.stream()
        .filter(page -> page.part() == part && page.stage() == Stage.RECORDS)
        .flatMap(page -> page.lines().stream());
  }

  /** A record of ours stays only because somebody has edited it, and is reported. */
  private void stays(String id) {
    if (!world.hands.edits().containsKey(id)) {
      throw new Violation(5, "record " + id + " is ours, nobody edited it, and it stays");
    }
    if (world.setup.force().contains(Forced.CONTACTS) && world.hands.allBefore()) {
      throw new Violation(5, "record " + id + " stays though it is to go whatever was edited");
    }
    if (!reported.contains(id)) {
      throw new Violation(5, "record " + id + " stays and is not reported");
    }
  }

  private void consents() {
    Map<String, ConsentState> expected = new TreeMap<>(world.hands.consentBefore());
    Map<String, ConsentState> now = world.hands.consents();
    for (String email : world.hands.refusals()) {
      expected.put(email, ConsentState.OPTED_OUT);
    }
    for (Map<String, String> left : world.crm.records().records().values()) {
      String email = left.getOrDefault("email", "");
      if (!world.hands.consentBefore().containsKey(email)) {
        expected.remove(email);
        now.remove(email); // It stays with a record of ours that somebody has edited.
      }
    }
    world
        .crm
        .records()
        .records()
        .forEach(
            (id, values) -> {
              String email = values.getOrDefault("email", "");
              if (doubted.contains(world.migration.person(email))
                  && now.get(email) == ConsentState.OPTED_OUT) {
                expected.put(email, ConsentState.OPTED_OUT);
              }
            });
    expected.keySet().retainAll(emails());
    now.keySet().retainAll(emails());
    if (!expected.equals(now)) {
      throw new Violation(5, "consent was " + expected + " and is " + now);
    }
  }

  private Set<String> emails() {
    Set<String> emails = new HashSet<>();
    world
        .crm
        .records()
        .records()
        .values()
        .forEach(values -> emails.add(values.getOrDefault("email", "")));
    return emails;
  }
}
