package dev.offramp.crm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change to one record.
 *
 * @param traceId the caller's name for the change; the answer carries it
 * @param remoteId the record to change, or null to make a new one
 * @param fields the fields to set; an empty string clears one
 */
public record Draft(String traceId, String remoteId, Map<String, String> fields) {

  /** Copies the fields, keeping their order. */
  public Draft {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
