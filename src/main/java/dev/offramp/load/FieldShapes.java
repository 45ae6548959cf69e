package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.ReadBack;
import dev.offramp.crm.ValueShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the values of fields are like. */
final class FieldShapes {
  private FieldShapes() {}

  /** The destination's own fields as it says, those that we make as they are defined. */
  static Map<String, ValueShape> of(ReadBack back, List<Definition> definitions) {
    Map<String, ValueShape> shapes = new HashMap<>(back.shapes());
    for (Definition definition : definitions) {
      shapes.putIfAbsent(
          definition.name(),
          switch (definition.type()) {
            case TEXT, LONG_TEXT, NONE -> ValueShape.TEXT;
            case SINGLE_CHOICE -> ValueShape.CHOICE;
            case MULTIPLE_CHOICE -> ValueShape.CHOICES;
            case INSTANT -> ValueShape.INSTANT;
            case NUMBER -> ValueShape.NUMBER;
          });
    }
    return shapes;
  }
}
