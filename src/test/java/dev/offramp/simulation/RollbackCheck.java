package dev.offramp.simulation;

import dev.offramp.crm.ConsentState;
import dev.offramp.job.Job;
import dev.offramp.load.UndoFiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
    now.keySet().forEach(id -> stays(id, now.get(id)));
    consents();
  }

  private void there(String id, Map<String, String> was, Map<String, String> now) {
    Map<String, String> expected = new TreeMap<>(was);
    expected.putAll(world.hands.edits().getOrDefault(id, Map.of()));
    if (!expected.equals(now) && !entangled(expected)) {
      throw new Violation(5, "record " + id + " was " + expected + " and is " + now);
    }
  }

  /**
   * Two jobs that took turns, one paused while the other went on, are not taken back one after
   * another as they came: what both wrote to one person may stay, and is reported.
   */
  private boolean entangled(Map<String, String> values) {
    int person = world.migration.person(values.getOrDefault("email", ""));
    long files =
        world.migration.rows().stream()
            .filter(row -> row.person() == person)
            .map(SourceRow::file)
            .distinct()
            .count();
    return world.order().mixed() && files > 1;
  }

  /** A record of ours stays only because somebody has edited it, and is reported. */
  private void stays(String id, Map<String, String> values) {
    if (!world.hands.edits().containsKey(id) && !entangled(values)) {
      throw new Violation(5, "record " + id + " is ours, nobody edited it, and it stays");
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
