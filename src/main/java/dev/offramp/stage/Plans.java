package dev.offramp.stage;

import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Replay;
import dev.offramp.job.Upload;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.plan.FieldRule;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanException;
import dev.offramp.plan.PlanReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Plans and mapping rules of jobs. A job keeps the plan that it was parsed with: changing the
 * customer's file later changes nothing about a job that is under way.
 */
public final class Plans {
  private static final String FROZEN = "plan.yaml";
  private static final String RULES = "rules.json";

  private final ObjectStore objects;
  private final WorkFiles files;
  private final PlanReader reader = new PlanReader();

  /** Takes the bucket. */
  public Plans(ObjectStore objects, WorkFiles files) {
    this.objects = objects;
    this.files = files;
  }

  /** Where a migration's plan lies. */
  public static String key(String migration) {
    return "inbox/" + migration + "/plan.yaml";
  }

  /**
   * Freezes the migration's plan for a job.
   *
   * @throws PlanException if there is none, or it cannot be followed
   */
  Plan freeze(Upload upload) {
    byte[] content =
        get(key(upload.migration()))
            .orElseThrow(
                () ->
                    new PlanException(
                        "OFF-1506",
                        "There is no %s. Put one there that names the destination, then try again."
                            .formatted(key(upload.migration()))));
    Plan plan = reader.read(content);
    try {
      objects.put(WorkFiles.jobKey(upload.jobId(), FROZEN), content, "application/yaml");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the plan of " + upload.jobId(), e);
    }
    return plan;
  }

  /** The plan that a job was parsed with. */
  public Plan of(Job job) {
    return reader.read(
        get(WorkFiles.jobKey(job.id(), FROZEN))
            .orElseThrow(() -> new IllegalStateException("job " + job.id() + " has no plan")));
  }

  /**
   * How a job's upload is read by its plan; corrected rejects as the upload that they come from.
   */
  KartraSettings settings(Job job) {
    return settings(job, of(job));
  }

  KartraSettings settings(Job job, Plan plan) {
    return Replay.of(files, job.id())
        .map(replay -> plan.settings(replay.fileName()).ofKind(ExportKind.valueOf(replay.kind())))
        .orElseGet(() -> plan.settings(job.upload().fileName()));
  }

  void keep(String jobId, MappingRules rules) {
    files.writeDocument(WorkFiles.jobKey(jobId, RULES), rules);
  }

  MappingRules rules(String jobId) {
    return files
        .readDocument(WorkFiles.jobKey(jobId, RULES), MappingRules.class)
        .orElseThrow(() -> new IllegalStateException("job " + jobId + " has no rules"));
  }

  /** The version of the rules that a job was mapped with; empty where it has none. */
  public String version(Job job) {
    return files
        .readDocument(WorkFiles.jobKey(job.id(), RULES), MappingRules.class)
        .map(MappingRules::version)
        .orElse("");
  }

  /** By the destination's field, the column that goes there; empty where a job has no rules. */
  public Map<String, String> columns(Job job) {
    return files
        .readDocument(WorkFiles.jobKey(job.id(), RULES), MappingRules.class)
        .map(MappingRules::fields)
        .orElse(List.of())
        .stream()
        .collect(Collectors.toMap(FieldRule::field, FieldRule::column, (first, second) -> first));
  }

  private Optional<byte[]> get(String key) {
    try {
      return objects.get(key);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + key, e);
    }
  }
}
