package dev.offramp.kartra.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** A form with nested keys in PHP's manner, such as {@code actions[0][cmd]}. */
final class Form {
  private final StringJoiner pairs = new StringJoiner("&");

  /** Adds a value below a key and the keys inside it. */
  Form with(String value, String key, String... inner) {
    StringBuilder name = new StringBuilder(key);
    for (String one : inner) {
      name.append('[').append(one).append(']');
    }
    pairs.add(encoded(name.toString()) + "=" + encoded(value));
    return this;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  String text() {
    return pairs.toString();
  }
}
