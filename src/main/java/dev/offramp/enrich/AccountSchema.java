package dev.offramp.enrich;

import dev.offramp.kartra.api.CustomFieldDefinition;
import java.util.List;

/**
 * The custom fields of a Kartra account.
 *
 * @param fields none where they could not be read
 * @param problem why, as a code; empty where they were read
 */
public record AccountSchema(List<CustomFieldDefinition> fields, String problem) {
  /** Nothing is known. */
  public static final AccountSchema NONE = new AccountSchema(List.of(), "");

  /** Copies the fields. */
  public AccountSchema {
    fields = List.copyOf(fields);
  }
}
