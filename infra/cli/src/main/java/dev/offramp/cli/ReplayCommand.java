package dev.offramp.cli;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.RowsOf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Uploads a job's corrected rejects again, and watches what comes of them. */
final class ReplayCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Stack stack;
  private final Console console;
  private final InstantSource clock;

  ReplayCommand(Stack stack, Console console, InstantSource clock) {
    this.stack = stack;
    this.console = console;
    this.clock = clock;
  }

  /** The job whose rejects a file holds, before anything is uploaded. */
  static String original(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(ExportDetector.HEAD);
      ExportDetector detector = new ExportDetector();
      Optional<String> job =
          detector.detect(head, KartraSettings.defaults()) instanceof Detection.Unreadable
              ? Optional.empty()
              : detector.rowsOf(head).filter(rows -> !rows.sample()).map(RowsOf::job);
      return job.orElseThrow(
          () ->
              new CommandException(
                  CommandException.INPUT,
                  "OFF-2933",
                  "%s has no column offramp_row with the id of a job. Correct the rejects.csv of the"
                          .formatted(file.getFileName())
                      + " job and leave its first columns as they are."));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.INPUT, "OFF-3021", "The file cannot be read: " + file, e);
    }
  }

  /** Uploads the file of a job's rejects and watches. */
  void run(String id, Path file) {
    String named = original(file);
    Job job = stack.job(id);
    if (!named.equals(job.id())) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-2937",
          "%s holds rejects of job %s, not of %s.".formatted(file.getFileName(), named, job.id()));
    }
    String key = "inbox/%s/rejects-%s.csv".formatted(job.migration(), job.id());
    stack.upload(key, file);
    Job replay =
        new JobWatch(stack.parts().jobs(), stack.parts().json(), console, clock)
            .untilAtRest(stack.jobId(key), PATIENCE);
    if (replay.state() == JobState.AWAITING_APPROVAL) {
      console.say("Nothing is written yet. To go on: ./offramp approve " + replay.id());
      return;
    }
    JobWatch.needs(replay, JobState.COMPLETED);
    console.data(JobText.counters(replay.counters()));
    console.say("The report of %s says what came of its rejects.".formatted(job.id()));
  }
}
