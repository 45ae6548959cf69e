package dev.offramp.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.audit.Audit;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.ObjectStore;
import dev.offramp.report.AuditTables;
import dev.offramp.report.JobReporter;
import dev.offramp.report.Reconciler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What stages have written about a job for people: where it lies, and copies of it on this machine.
 */
final class JobFiles {
  private static final List<String> AUDIT =
      List.of(AuditTables.PAGE, AuditTables.DATA, AuditTables.review(1), "sample.csv");
  private static final String UNKNOWN = "unknown-kind.html";

  private final ObjectStore objects;
  private final String bucket;
  private final Home home;

  /** Takes the stack in whose bucket the files lie, and where copies go. */
  JobFiles(Stack stack, Home home) {
    this(stack.parts().objects(), stack.parts().names().bucket(), home);
  }

  JobFiles(ObjectStore objects, String bucket, Home home) {
    this.objects = objects;
    this.bucket = bucket;
    this.home = home;
  }

  /** A line that says where the page lies that a person should see next, if there is one. */
  Optional<String> where(Job job) {
    if (job.state() == JobState.UNKNOWN_KIND) {
      return Optional.of("What the file is not, and what to do: " + address(job, UNKNOWN));
    }
    Optional<String> arrived =
        readBack(job)
            .map(said -> "Read back: %s %s".formatted(said, address(job, Reconciler.PAGE)));
    if (arrived.isPresent()) {
      return arrived;
    }
    return get(JobReporter.key(job, AuditTables.DATA))
        .map(found -> "The audit: " + address(job, AuditTables.PAGE));
  }

  /** What reading back came to, in a sentence, once the job is done. */
  Optional<String> readBack(Job job) {
    return get(JobReporter.key(job, Reconciler.DATA))
        .map(
            content -> {
              try {
                return new ObjectMapper().readTree(content).path("sentence").asText();
              } catch (IOException e) {
                throw new UncheckedIOException(
                    "the reconciliation of " + job.id() + " is damaged", e);
              }
            });
  }

  private String address(Job job, String name) {
    return "s3://%s/%s".formatted(bucket, JobReporter.key(job, name));
  }

  /** The audit, if it is there. */
  Optional<Audit> audit(Job job) {
    return get(JobReporter.key(job, AuditTables.DATA))
        .map(
            content -> {
              try {
                return new ObjectMapper().readValue(content, Audit.class);
              } catch (IOException e) {
                throw new UncheckedIOException("the audit of " + job.id() + " is damaged", e);
              }
            });
  }

  /** Copies the audit here: all of its tables, however many. Gives the page. */
  Path saveAudit(Job job) {
    save(job, AUDIT);
    for (int more = 2; save(job, List.of(AuditTables.review(more))) > 0; more++) {
      // A file of people to review goes on in another one.
    }
    return folder(job).resolve(AuditTables.PAGE);
  }

  /** Copies the page about a file that nobody recognises here, if there is one. */
  Optional<Path> saveUnknownKind(Job job) {
    return save(job, List.of(UNKNOWN)) > 0
        ? Optional.of(folder(job).resolve(UNKNOWN))
        : Optional.empty();
  }

  /** Copies files here; how many there were. */
  int save(Job job, List<String> names) {
    int saved = 0;
    for (String name : names) {
      Optional<byte[]> content = get(JobReporter.key(job, name));
      if (content.isPresent()) {
        write(folder(job).resolve(name), content.get());
        saved++;
      }
    }
    return saved;
  }

  private Path folder(Job job) {
    return home.inside("reports/" + job.id());
  }

  private static void write(Path path, byte[] content) {
    try {
      Files.write(path, content);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", "The report cannot be written: " + e, e);
    }
  }

  private Optional<byte[]> get(String key) {
    try {
      return objects.get(key);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + key, e);
    }
  }
}
