package dev.offramp.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What became of one row, as the report lists it.
 *
 * @param row the ordinal, from 0
 * @param line the line of the upload on which it starts, from 1
 * @param outcome where it ended
 * @param remoteId the destination's record, or empty
 * @param code the code of the reason, or empty
 * @param detail the reason, the destination's own words, or the row that it went into
 * @param values the row's cells where they are kept nowhere else, so that it can be corrected
 */
public record RowOutcome(
    long row,
    long line,
    Outcome outcome,
    String remoteId,
    String code,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> values) {

  /** Copies the cells; what was written before there were any has none. */
  public RowOutcome {
    values = values == null ? List.of() : List.copyOf(values);
  }

  /** An outcome of a row whose cells are kept elsewhere. */
  public RowOutcome(
      long row, long line, Outcome outcome, String remoteId, String code, String detail) {
    this(row, line, outcome, remoteId, code, detail, List.of());
  }
}
