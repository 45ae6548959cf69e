package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Job;

/**
 * How far a job's parsing has come, as its checkpoint tells.
 *
 * @param ordering whether the upload is read and its rows are put in order
 * @param done bytes of the upload that are read, or rows that are in order
 * @param total the upload's bytes, or its rows
 */
public record ParseProgress(boolean ordering, long done, long total) {

  /**
   * Reads a job's progress.
   *
   * @param json the mapper with which the stages write
   */
  public static ParseProgress of(Job job, ObjectMapper json) {
    if (job.checkpoint().isEmpty()) {
      return new ParseProgress(false, 0, job.upload().size());
    }
    try {
      Checkpoint at = json.readValue(job.checkpoint(), Checkpoint.class);
      return at.isScanned()
          ? new ParseProgress(true, job.counters().parsed(), at.position().ordinal())
          : new ParseProgress(false, at.position().byteOffset(), job.upload().size());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the checkpoint of " + job.id() + " is damaged", e);
    }
  }
}
