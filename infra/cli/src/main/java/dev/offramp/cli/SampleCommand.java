package dev.offramp.cli;

import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.stage.SampleFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/** Loads the sample of a job that waits for approval, as a job of its own, and watches it. */
final class SampleCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Stack stack;
  private final Console console;
  private final InstantSource clock;

  SampleCommand(Stack stack, Console console, InstantSource clock) {
    this.stack = stack;
    this.console = console;
    this.clock = clock;
  }

  /**
   * Does it.
   *
   * @return the sample's job
   * @throws CommandException OFF-2938 if the job does not wait for approval, OFF-2939 if no sample
   *     of it is kept
   */
  Job run(String id) {
    Job job = stack.job(id);
    if (job.state() != JobState.AWAITING_APPROVAL) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-2938",
          "Job %s is %s: its sample can be loaded while it waits for approval."
              .formatted(job.id(), job.state()));
    }
    // The same rows may come again after a rollback, and are another upload then.
    String key =
        "inbox/%s/sample-%s-%d.csv"
            .formatted(job.migration(), job.id(), clock.instant().toEpochMilli());
    stack.upload(key, rows(job));
    JobWatch watch = new JobWatch(stack.parts().jobs(), stack.parts().json(), console, clock);
    Job sample = watch.untilAtRest(stack.jobId(key), PATIENCE);
    if (sample.state() == JobState.AWAITING_APPROVAL) {
      new JobActions(stack, clock).approve(sample); // Whoever asks for a sample wants it written.
      sample = watch.untilAtRest(sample.id(), PATIENCE);
    }
    JobWatch.needs(sample, JobState.COMPLETED);
    console.say(JobText.counters(sample.counters()));
    console.say("Look at these people in %s. Then".formatted(job.destination()));
    console.say("  ./offramp approve %s    loads the rest".formatted(job.id()));
    console.say("  ./offramp rollback %s   takes the sample back".formatted(sample.id()));
    return sample;
  }

  private String rows(Job job) {
    try {
      byte[] file =
          stack
              .parts()
              .objects()
              .get(SampleFile.key(job.id()))
              .orElseThrow(
                  () ->
                      new CommandException(
                          CommandException.INPUT,
                          "OFF-2939",
                          "No sample of job %s is kept. Upload the file again."
                              .formatted(job.id())));
      return new String(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sample", e);
    }
  }
}
