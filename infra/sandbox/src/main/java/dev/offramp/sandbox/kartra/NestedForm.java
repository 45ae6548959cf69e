package dev.offramp.sandbox.kartra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a form with nested keys as PHP does: {@code actions[0][cmd]=…} becomes objects. */
final class NestedForm {
  private static final Pattern INNER = Pattern.compile("\\[([^\\]]*)]");

  /** The values of a form; keys that are numbers stay keys. */
  ObjectNode parse(String body) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        put(root, keys(decoded(pair.substring(0, equals))), decoded(pair.substring(equals + 1)));
      }
    }
    return root;
  }

  private static List<String> keys(String name) {
    List<String> keys = new ArrayList<>();
    int bracket = name.indexOf('[');
    keys.add(bracket < 0 ? name : name.substring(0, bracket));
    Matcher inner = INNER.matcher(bracket < 0 ? "" : name.substring(bracket));
    while (inner.find()) {
      keys.add(inner.group(1));
    }
    return keys;
  }

  private static void put(ObjectNode root, List<String> keys, String value) {
    ObjectNode at = root;
    for (String key : keys.subList(0, keys.size() - 1)) {
      JsonNode next = at.get(key);
      at = next instanceof ObjectNode object ? object : at.putObject(key);
    }
    at.put(keys.get(keys.size() - 1), value);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
