package dev.offramp.aws;

import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.Upload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Turns the messages of the uploads queue into jobs: the same upload always into the same one. */
public final class UploadIntake {
  private final JobStore jobs;
  private final InstantSource clock;
  private final Duration kept;

  /**
   * Takes where jobs are.
   *
   * @param kept how long a job's work files and ledger are kept
   */
  public UploadIntake(JobStore jobs, InstantSource clock, Duration kept) {
    this.jobs = jobs;
    this.clock = clock;
    this.kept = kept;
  }

  /**
   * The jobs that a message is about, made where they are new: one of our bells, or a notification
   * of S3; none for S3's test message.
   *
   * @throws IllegalArgumentException OFF-2401 if the message is no JSON object; one that names
   *     nothing is about no job
   */
  public List<String> jobs(String body) {
    Optional<String> bell = BellMessages.subject(body);
    if (bell.isPresent()) {
      return List.of(bell.get());
    }
    return BellMessages.uploads(body).stream().map(this::job).distinct().toList();
  }

  private String job(Upload upload) {
    return jobs.create(Job.received(upload, clock.instant(), kept)).id();
  }
}
