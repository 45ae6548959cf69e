package dev.offramp.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.stage.ParseProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches a job in the tables until it rests, and shows how far it is. */
final class JobWatch {
  private static final long GLANCE_MILLIS = 300;

  private static final Pattern PARTS = Pattern.compile("checking part (\\d{1,9}) of (\\d{1,9})");

  private final JobStore jobs;
  private final ObjectMapper json;
  private final Console console;
  private final InstantSource clock;

  /** Takes the jobs, where to show them, and the mapper with which the stages write. */
  JobWatch(JobStore jobs, ObjectMapper json, Console console, InstantSource clock) {
    this.jobs = jobs;
    this.json = json;
    this.console = console;
    this.clock = clock;
  }

  /**
   * Watches.
   *
   * @param patience how long nothing may change before the watch is given up
   * @return the job at rest
   */
  Job untilAtRest(String jobId, Duration patience) {
    try (ProgressView view = new ProgressView(console, clock)) {
      Instant changed = clock.instant();
      Job last = null;
      while (true) {
        Job job = jobs.find(jobId).orElse(null);
        if (job != null && !job.equals(last)) {
          changed = clock.instant();
          show(view, job);
          last = job;
        }
        if (job != null && job.state().atRest()) {
          return job;
        }
        if (changed.plus(patience).isBefore(clock.instant())) {
          throw new CommandException(
              CommandException.FAILED,
              "OFF-3015",
              "Nothing has moved for %d s. \"offramp status %s\" shows where it stands; the functions'"
                      .formatted(patience.toSeconds(), jobId)
                  + " logs say why.");
        }
        pause();
      }
    }
  }

  private void show(ProgressView view, Job job) {
    long rows = job.counters().parsed();
    switch (job.state()) {
      case RECEIVED, PARSING -> parsing(view, job);
      case MAPPING -> {
        String note = job.reason().isEmpty() ? "chunks" : job.reason();
        view.show("map", job.chunksMapped(), job.chunks(), note);
      }
      case VERIFYING -> view.show("verify", checked(job, 1), checked(job, 2), job.reason());
      case LOADING, REPORTING, COMPLETED, PAUSED ->
          view.show("load", job.counters().settled(), rows, job.reason());
      case ROLLING_BACK, ROLLBACK_PAUSED -> view.show("undo", undone(job), job.chunks(), "chunks");
      case ROLLED_BACK -> view.show("undo", job.chunks(), job.chunks(), "");
      default -> {
        // Nothing is under way.
      }
    }
  }

  /** First the upload is read, then its rows are put in order. */
  private void parsing(ProgressView view, Job job) {
    ParseProgress at = ParseProgress.of(job, json);
    if (at.ordering()) {
      view.show("order", at.done(), at.total(), "rows");
    } else {
      view.show("read", at.done(), at.total(), "bytes");
    }
  }

  /** The rollback goes from the last chunk to the first and says in the reason where it is. */
  private static long undone(Job job) {
    String digits = job.reason().replaceAll("\\D", "");
    return digits.isEmpty() || digits.length() > 9
        ? 0
        : Math.max(0, job.chunks() - Long.parseLong(digits));
  }

  /** While what was loaded is read back the reason says "checking part 3 of 15". */
  private static long checked(Job job, int figure) {
    Matcher parts = PARTS.matcher(job.reason());
    return parts.matches() ? Long.parseLong(parts.group(figure)) - (2 - figure) : 0;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(CommandException.FAILED, "OFF-3016", "Interrupted.");
    }
  }

  /** Whether a job ended as it should. */
  static void needs(Job job, JobState wanted) {
    if (job.state() != wanted) {
      throw new CommandException(
          CommandException.FAILED,
          job.reason().startsWith("OFF-")
              ? job.reason()
              : "OFF-3017 The job ended as %s. %s".formatted(job.state(), job.reason()));
    }
  }
}
