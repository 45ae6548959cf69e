package dev.offramp.simulation;

import dev.offramp.job.Job;
import dev.offramp.load.CheckFiles;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Findings;

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
    if (difference.counts()
        && !edited
        && !new RefusalsToCome(world).explain(difference, job, run.began(), run.ended())) {
      throw new Violation(0, "a false alarm, or something was loaded wrong: " + difference);
    }
  }
}
