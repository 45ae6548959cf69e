package dev.offramp.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table.
 *
 * @param logicalId its name in the template
 * @param name its name at DynamoDB
 * @param attributes the key attributes and their types ({@code S}, {@code N}, {@code B})
 * @param keys its key
 * @param indexes its secondary indexes
 * @param expiryAttribute the attribute that says when an item may be deleted
 */
public record TableDeclaration(
    String logicalId,
    String name,
    Map<String, String> attributes,
    List<Key> keys,
    List<Index> indexes,
    Optional<String> expiryAttribute) {
  /**
   * A part of a key.
   *
   * @param attribute the name of the attribute
   * @param type {@code HASH} or {@code RANGE}
   */
  public record Key(String attribute, String type) {}

  /**
   * A secondary index.
   *
   * @param name its name
   * @param keys its key
   * @param projection {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}
   * @param included the attributes of an {@code INCLUDE}
   * @param local whether it shares the table's hash key
   */
  public record Index(
      String name, List<Key> keys, String projection, List<String> included, boolean local) {}
}
