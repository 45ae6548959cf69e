package dev.offramp.sandbox.kartra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The custom fields of a simulated account: those of the made-up exports, of all five types. */
final class FieldSchema {
  private record Field(String type, List<String> options) {}

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  FieldSchema() {
    fields.put("Favourite topic", new Field("input_field", List.of()));
    fields.put("Tell us about you", new Field("text_area", List.of()));
    fields.put("Business size", new Field("drop_down", List.of("Just me", "2-10", "11-50", "51+")));
    fields.put(
        "How did you hear of us",
        new Field("radio_button", List.of("A friend", "Search", "Podcast", "Social media")));
    fields.put(
        "Interests", new Field("checkbox", List.of("Courses", "Coaching", "Events", "Books")));
  }

  boolean isCustom(String column) {
    return fields.containsKey(column);
  }

  /** The answer to {@code retrieve_custom_fields}. */
  ArrayNode definitions() {
    ArrayNode all = json.arrayNode();
    fields.forEach(
        (name, field) -> {
          ObjectNode one = field(name, field);
          if (!field.options().isEmpty()) {
            one.set("field_value", options(field.options(), field.options()));
          }
          all.add(one);
        });
    return all;
  }

  /** A person's value, as {@code get_lead} tells it: empty fields too. */
  JsonNode value(String name, String value) {
    Field field = fields.get(name);
    ObjectNode one = field(name, field);
    if (field.options().isEmpty()) {
      return one.put("field_value", value);
    }
    List<String> chosen = new ArrayList<>();
    for (String text : value.split(";", -1)) {
      if (field.options().contains(text.strip())) {
        chosen.add(text.strip());
      }
    }
    one.set("field_value", options(field.options(), chosen));
    return one;
  }

  private ObjectNode field(String name, Field field) {
    return json.objectNode()
        .put("field_id", Integer.toString(new ArrayList<>(fields.keySet()).indexOf(name) + 1))
        .put("field_identifier", name)
        .put("field_type", field.type());
  }

  private ArrayNode options(List<String> all, List<String> chosen) {
    ArrayNode options = json.arrayNode();
    for (String text : chosen) {
      options
          .addObject()
          .put("option_id", Integer.toString(100 + all.indexOf(text)))
          .put("option_value", text);
    }
    return options;
  }
}
