package dev.offramp.kartra.api;

import java.util.List;

/**
 * A custom field of an account.
 *
 * @param id Kartra's id of it
 * @param identifier the name by which the API and exports know it
 * @param type one of the five
 * @param options its options in order; none where the type has none
 */
public record CustomFieldDefinition(
    String id, String identifier, CustomFieldType type, List<Option> options) {

  /**
   * An option.
   *
   * @param id Kartra's id
   * @param text what people see
   */
  public record Option(String id, String text) {}

  /** Copies the options. */
  public CustomFieldDefinition {
    options = List.copyOf(options);
  }
}
