package dev.offramp.job;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/**
 * The one table of a job's states and transitions. What is not in it cannot happen: an event that a
 * state does not know is refused, never guessed at.
 */
public final class JobTransitions {
  private record Edge(JobState from, JobEvent event) {}

  private static final Map<Edge, JobState> TABLE =
      Map.ofEntries(
          // Reading. Claiming again is how a parser goes on for a dead one.
          edge(JobState.RECEIVED, JobEvent.PARSE_CLAIMED, JobState.PARSING),
          edge(JobState.PARSING, JobEvent.PARSE_CLAIMED, JobState.PARSING),
          edge(JobState.PARSING, JobEvent.KIND_UNKNOWN, JobState.UNKNOWN_KIND),
          edge(JobState.PARSING, JobEvent.PARSED, JobState.MAPPING),
          // The plan now names the kind: read again from the start.
          edge(JobState.UNKNOWN_KIND, JobEvent.RETRY, JobState.RECEIVED),
          // Mapping. Nothing has been written at the destination up to here.
          edge(JobState.MAPPING, JobEvent.MAPPED, JobState.LOADING),
          edge(JobState.MAPPING, JobEvent.MAPPED_NEEDS_APPROVAL, JobState.AWAITING_APPROVAL),
          // Nothing is left to write: no approval, no account and no key are needed.
          edge(JobState.MAPPING, JobEvent.NOTHING_TO_LOAD, JobState.REPORTING),
          edge(JobState.AWAITING_APPROVAL, JobEvent.APPROVED, JobState.LOADING),
          // Pausing: from wherever a job works by itself, and back to that work. What was under way
          // is in the tables; so a pause is a state of its own for each, and not a note beside it.
          edge(JobState.RECEIVED, JobEvent.PAUSE, JobState.PARSING_PAUSED),
          edge(JobState.PARSING, JobEvent.PAUSE, JobState.PARSING_PAUSED),
          edge(JobState.PARSING_PAUSED, JobEvent.RESUME, JobState.PARSING),
          edge(JobState.MAPPING, JobEvent.PAUSE, JobState.MAPPING_PAUSED),
          edge(JobState.MAPPING_PAUSED, JobEvent.RESUME, JobState.MAPPING),
          edge(JobState.LOADING, JobEvent.PAUSE, JobState.PAUSED),
          edge(JobState.PAUSED, JobEvent.RESUME, JobState.LOADING),
          edge(JobState.ROLLING_BACK, JobEvent.PAUSE, JobState.ROLLBACK_PAUSED),
          edge(JobState.ROLLBACK_PAUSED, JobEvent.RESUME, JobState.ROLLING_BACK),
          // Loading.
          edge(JobState.LOADING, JobEvent.LOADED, JobState.VERIFYING),
          // Reading back changes nothing, so a pause leads back by way of loading what is loaded.
          edge(JobState.VERIFYING, JobEvent.PAUSE, JobState.PAUSED),
          edge(JobState.VERIFYING, JobEvent.VERIFIED, JobState.REPORTING),
          edge(JobState.REPORTING, JobEvent.REPORTED, JobState.COMPLETED),
          // Failing: from wherever work is done. A job at rest cannot fail.
          edge(JobState.RECEIVED, JobEvent.FAIL, JobState.FAILED),
          edge(JobState.PARSING, JobEvent.FAIL, JobState.FAILED),
          edge(JobState.MAPPING, JobEvent.FAIL, JobState.FAILED),
          edge(JobState.LOADING, JobEvent.FAIL, JobState.FAILED),
          edge(JobState.REPORTING, JobEvent.FAIL, JobState.FAILED),
          // Trying again starts at the beginning; what is done already is recognised and kept.
          edge(JobState.FAILED, JobEvent.RETRY, JobState.RECEIVED),
          // Undoing: as soon as something may have been written, and also before, to close the job.
          edge(JobState.RECEIVED, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.PARSING, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.UNKNOWN_KIND, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.MAPPING, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.AWAITING_APPROVAL, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.LOADING, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.PARSING_PAUSED, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.MAPPING_PAUSED, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.PAUSED, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.VERIFYING, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.REPORTING, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.COMPLETED, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.FAILED, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          // Asking twice is asking once.
          edge(JobState.ROLLING_BACK, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.ROLLBACK_PAUSED, JobEvent.ROLLBACK, JobState.ROLLING_BACK),
          edge(JobState.ROLLING_BACK, JobEvent.UNDONE, JobState.ROLLED_BACK));

  private JobTransitions() {}

  /** Where an event leads from a state, or nothing where the state does not know the event. */
  public static Optional<JobState> next(JobState from, JobEvent event) {
    return Optional.ofNullable(TABLE.get(new Edge(from, event)));
  }

  private static Map.Entry<Edge, JobState> edge(JobState from, JobEvent event, JobState to) {
    return entry(new Edge(from, event), to);
  }
}
