package dev.offramp.cli;

import dev.offramp.job.Counters;
import dev.offramp.job.Job;

/** Jobs in words. */
final class JobText {
  private JobText() {}

  static String counters(Counters rows) {
    return """
          rows read   %,10d
          created     %,10d
          updated     %,10d
          unchanged   %,10d
          merged      %,10d
          rejected    %,10d
          excluded    %,10d
          pending     %,10d"""
        .formatted(
            rows.parsed(),
            rows.created(),
            rows.updated(),
            rows.unchanged(),
            rows.merged(),
            rows.rejected(),
            rows.excluded(),
            rows.pending());
  }

  static String line(Job job) {
    return "%-18s %-17s %,9d of %,9d rows  %s  %s"
        .formatted(
            job.id(),
            job.state(),
            job.counters().settled(),
            job.counters().parsed(),
            job.upload().key(),
            job.reason())
        .stripTrailing();
  }
}
