package dev.offramp.simulation;

import dev.offramp.job.Job;
import dev.offramp.load.CheckFiles;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Findings;
import java.util.Map;

/**
 * What the pipeline says of its own work after a load: everything is as it was meant, but for what
 * people have changed at the destination.
 */
final class VerifyWatch {
  private final World world;

  VerifyWatch(World world) {
    this.world = world;
  }

  /** Looks at what was found about a job that is loaded. */
  void ended(Job job) {
    CheckFiles files = new CheckFiles(world.files, job.id());
    if (job.chunks() == 0 || files.run().isEmpty()) {
      if (job.counters().created() + job.counters().updated() > 0) {
        throw new Violation(0, job.id() + " was loaded and never read back");
      }
      return;
    }
    CheckFiles.Run run = files.run().get();
    if (run.ended() == null || !run.notDone().isEmpty()) {
      throw new Violation(0, "the reading back of " + job.id() + " did not end: " + run);
    }
    long records = 0;
    for (CheckFiles.Kind kind : CheckFiles.Kind.values()) {
      for (String key : files.keys(kind).values()) {
        Findings findings = files.read(key);
        if (!findings.complete()) {
          throw new Violation(0, key + " is not whole");
        }
        records += findings.counts().records();
        findings.differences().forEach(difference -> explained(difference, job, run));
      }
    }
    long meant = job.counters().created() + job.counters().updated() + job.counters().unchanged();
    if (records < meant) {
      throw new Violation(0, "of " + meant + " records only " + records + " were read back");
    }
  }

  private void explained(Difference difference, Job job, CheckFiles.Run run) {
    boolean edited = world.hands.edits().containsKey(difference.record());
    boolean explained = edited || byAnotherJob(difference);
    if (difference.counts()
        && !explained
        && !new RefusalsToCome(world).explain(difference, job, run.began(), run.ended())) {
      throw new Violation(0, "a false alarm, or something was loaded wrong: " + difference);
    }
  }

  /**
   * Of jobs that took turns, about a person of both: one may have written over what the other
   * meant, or the other found that when it went on, and left it as somebody's (docs/decisions/081).
   */
  private boolean byAnotherJob(Difference difference) {
    Map<String, String> values =
        world.crm.records().records().getOrDefault(difference.record(), Map.of());
    return world.order().mixed()
        && world.migration.inSeveralFiles(values.getOrDefault("email", ""));
  }
}
