package dev.offramp.crm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record as the destination holds it.
 *
 * @param traceId the question that it answers
 * @param remoteId the destination's id
 * @param marker the value of our marker field, or empty
 * @param fields the fields that were asked for; an empty field is an empty string
 */
public record RemoteRecord(
    String traceId, String remoteId, String marker, Map<String, String> fields) {

  /** Copies the fields, keeping their order. */
  public RemoteRecord {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A field's value, empty where there is none. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The values of a multiple-choice field, split as {@link Traits#valueSeparator()} says. */
  public List<String> values(String name, String separator) {
    String value = field(name);
    return value.isEmpty()
        ? List.of()
        : List.of(value.split(java.util.regex.Pattern.quote(separator), -1));
  }
}
