package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Typed looks into the maps and lists that a template is made of. */
final class Trees {
  private Trees() {}

  /** The value as a map; none gives an empty one. */
  static Map<String, Object> map(Object value, String where) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new LocalCloudException(Problem.PROPERTY, where + " has to be a mapping.");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, entry) -> copy.put(String.valueOf(key), entry));
    return copy;
  }

  /** The value as a list; none gives an empty one. */
  static List<Object> list(Object value, String where) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new LocalCloudException(Problem.PROPERTY, where + " has to be a list.");
    }
    return List.copyOf(list);
  }

  static String text(Object value, String where) {
    if (value == null) {
      throw new LocalCloudException(Problem.PROPERTY, where + " is missing.");
    }
    if (value instanceof Map || value instanceof List) {
      throw new LocalCloudException(Problem.PROPERTY, where + " has to be a single value.");
    }
    return value.toString();
  }

  static String text(Object value, String otherwise, String where) {
    return value == null ? otherwise : text(value, where);
  }

  static int number(Object value, int otherwise, String where) {
    if (value == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(text(value, where));
    } catch (NumberFormatException e) {
      throw new LocalCloudException(
          Problem.PROPERTY, where + " has to be a whole number; it is " + value + ".", e);
    }
  }

  static boolean flag(Object value, boolean otherwise, String where) {
    return value == null ? otherwise : Boolean.parseBoolean(text(value, where));
  }
}
