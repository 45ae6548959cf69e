package dev.offramp.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one step of a verification found, as the work area keeps it.
 *
 * @param complete whether the step came to its end; else it is gone on with
 * @param done the parts of the step that are done
 * @param cursor where the step goes on, in its own words
 * @param counts how many records
 * @param fields by field
 * @param differences everything that is not as it was meant
 * @param tagged by tag, the records that were meant to have it
 * @param tagsBeside by tag, the records that have it and were not meant to by the rows at hand
 * @param members by list, the records that were meant to be on it
 * @param found by list, how many of them are
 * @param others by list, how many others are
 * @param permitted addresses whose permission is still to be looked at
 */
public record Findings(
    boolean complete,
    Set<Integer> done,
    String cursor,
    Counts counts,
    Map<String, FieldTally> fields,
    List<Difference> differences,
    Map<String, List<String>> tagged,
    Map<String, List<String>> tagsBeside,
    Map<String, List<Member>> members,
    Map<String, Long> found,
    Map<String, Long> others,
    List<Permission> permitted) {

  /**
   * A record that was meant to be on a list.
   *
   * @param row the row that it comes from
   * @param line the line on which that starts
   * @param record the destination's id
   */
  public record Member(long row, long line, String record) {}

  /**
   * A permission that was recorded.
   *
   * @param row the row that it comes from
   * @param line the line on which that starts
   * @param record the destination's id
   * @param email the address, case-folded
   */
  public record Permission(long row, long line, String record, String email) {}
}
