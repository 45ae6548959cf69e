package dev.offramp.crm;

import dev.offramp.record.RecordKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One row as the destination should hold it: what the mapper writes and the loader reads.
 *
 * @param row the ordinal of the row in its upload, from 0
 * @param line the line of the upload on which the row starts, from 1
 * @param kind what the row describes
 * @param sourceKey the identity of the row: {@code id:<Kartra id>} or {@code mail:<digest>}
 * @param marker the value of the destination's marker field, unique for each person
 * @param email the address, case-folded, or empty
 * @param fields the destination's field names with the values in the destination's own spelling;
 *     empty values are not listed
 * @param tags the tags, in order
 * @param lists the lists that the person is on, in order
 * @param consent what to do about consent
 * @param consentReason why, in words without personal data
 * @param fillsGaps whether its values only go where no other row's value is: the row has no date
 *     among rows that have one, so nothing says that it is newer
 */
public record DesiredRecord(
    long row,
    long line,
    RecordKind kind,
    String sourceKey,
    String marker,
    String email,
    Map<String, String> fields,
    List<String> tags,
    List<String> lists,
    ConsentOrder consent,
    String consentReason,
    boolean fillsGaps) {

  /** A row whose values are newer than those of the rows before it. */
  public DesiredRecord(
      long row,
      long line,
      RecordKind kind,
      String sourceKey,
      String marker,
      String email,
      Map<String, String> fields,
      List<String> tags,
      List<String> lists,
      ConsentOrder consent,
      String consentReason) {
    this(
        row,
        line,
        kind,
        sourceKey,
        marker,
        email,
        fields,
        tags,
        lists,
        consent,
        consentReason,
        false);
  }

  /** Copies the collections, keeping their order. */
  public DesiredRecord {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(sourceKey);
    Objects.requireNonNull(marker);
    Objects.requireNonNull(consent);
    email = email == null ? "" : email;
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    tags = List.copyOf(tags);
    lists = List.copyOf(lists);
  }

  /** The same, giving way to every other row. */
  public DesiredRecord fillingGaps() {
    return new DesiredRecord(
        row,
        line,
        kind,
        sourceKey,
        marker,
        email,
        fields,
        tags,
        lists,
        consent,
        consentReason,
        true);
  }
}
