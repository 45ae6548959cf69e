package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.crm.Definition;
import dev.offramp.crm.Definition.ValueType;
import dev.offramp.crm.DestinationException;
import java.util.Set;

/**
 * HubSpot's words for the shapes of values, and whether a property that is there takes ours.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
 */
final class PropertyShape {
  private static final String ENUMERATION = "enumeration";
  private static final String CHECKBOX = "checkbox";

  private PropertyShape() {}

  static String type(Definition definition) {
    return switch (definition.type()) {
      case SINGLE_CHOICE, MULTIPLE_CHOICE -> ENUMERATION;
      case INSTANT -> "datetime";
      case NUMBER -> "number";
      case TEXT, LONG_TEXT, NONE -> "string";
    };
  }

  static String fieldType(Definition definition) {
    return switch (definition.type()) {
      case SINGLE_CHOICE -> "select";
      case MULTIPLE_CHOICE -> CHECKBOX;
      case INSTANT -> "date";
      case NUMBER -> "number";
      case LONG_TEXT -> "textarea";
      case TEXT, NONE -> "text";
    };
  }

  /**
   * Refuses a property that could not take the values: better one sentence before the load than a
   * refusal of every row. Uniqueness cannot be given to a property later.
   *
   * @throws DestinationException OFF-2105
   */
  static void demand(Definition wanted, JsonNode property) {
    String need = type(wanted);
    String type = property.path("type").asText("");
    boolean fits = type.isEmpty() || type.equals(need) || bothText(need, type);
    if (wanted.type() == ValueType.MULTIPLE_CHOICE && type.equals(ENUMERATION)) {
      fits = property.path("fieldType").asText(CHECKBOX).equals(CHECKBOX);
    }
    if (property.path("modificationMetadata").path("readOnlyValue").asBoolean(false)) {
      fits = false;
    }
    if (wanted.unique() && !property.path("hasUniqueValue").asBoolean(false)) {
      fits = false;
      need = "unique " + need;
    }
    if (!fits) {
      throw new DestinationException(
          "OFF-2105",
          "HubSpot has a property %s that cannot take these values: it would have to be a writable %s"
                  .formatted(wanted.name(), need)
              + " property. Change it there or map to another one, then try the job again.");
    }
  }

  private static boolean bothText(String need, String type) {
    return need.equals("string") && Set.of("string", "phone_number").contains(type);
  }
}
