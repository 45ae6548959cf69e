package dev.offramp.enrich;

import dev.offramp.job.WorkFiles;
import java.util.Optional;

/** What is known of the account that a job's file came from, in the job's work area. */
public final class AccountFiles {
  private static final String NAMES = "kartra-names.json";
  private static final String SCHEMA = "kartra-schema.json";

  private final WorkFiles files;

  /** Takes the work area. */
  public AccountFiles(WorkFiles files) {
    this.files = files;
  }

  /** The account's names; nothing for a job without keys to Kartra. */
  public Optional<AccountNames> names(String jobId) {
    return files.readDocument(WorkFiles.jobKey(jobId, NAMES), AccountNames.class);
  }

  /** The account's custom fields; none for a job that is not enriched. */
  public AccountSchema schema(String jobId) {
    return files
        .readDocument(WorkFiles.jobKey(jobId, SCHEMA), AccountSchema.class)
        .orElse(AccountSchema.NONE);
  }

  /** Whether the account was asked about its custom fields, whatever came of it. */
  public boolean hasSchema(String jobId) {
    return files.readDocument(WorkFiles.jobKey(jobId, SCHEMA), AccountSchema.class).isPresent();
  }

  /** Keeps the custom fields. */
  public void keep(String jobId, AccountSchema schema) {
    files.writeDocument(WorkFiles.jobKey(jobId, SCHEMA), schema);
  }

  /** Keeps the names; they are kept last, so that they say that all was asked. */
  public void keep(String jobId, AccountNames names) {
    files.writeDocument(WorkFiles.jobKey(jobId, NAMES), names);
  }
}
