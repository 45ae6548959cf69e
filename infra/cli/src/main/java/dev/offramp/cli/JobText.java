package dev.offramp.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.stage.ParseProgress;
import java.time.temporal.ChronoUnit;

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
    pending     %,10d\
    """
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

  /** Until when a job can be taken back. */
  static String takenBackUntil(Job job) {
    return "%s (%s) can be taken back until %s."
        .formatted(
            job.id(), job.upload().fileName(), job.keptUntil().truncatedTo(ChronoUnit.SECONDS));
  }

  /** One line about a job; the mapper is that with which the stages write. */
  static String line(Job job, ObjectMapper json) {
    return "%-18s %-17s %s  %s  %s"
        .formatted(job.id(), job.state(), progress(job, json), job.upload().key(), job.reason())
        .stripTrailing();
  }

  /** While a job is parsed nothing is settled, so its reading and ordering are told instead. */
  private static String progress(Job job, ObjectMapper json) {
    if (job.state() != JobState.RECEIVED && job.state() != JobState.PARSING) {
      return "%,9d of %,9d rows".formatted(job.counters().settled(), job.counters().parsed());
    }
    ParseProgress at = ParseProgress.of(job, json);
    return at.ordering()
        ? "%,9d of %,9d rows in order".formatted(at.done(), at.total())
        : "%,9d of %,9d bytes read".formatted(at.done(), at.total());
  }
}
