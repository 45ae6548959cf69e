package dev.offramp.local.runtime;

import java.nio.charset.StandardCharsets;

/** Writes errors as Lambda does: {@code {"errorMessage": …, "errorType": …}}. */
final class PortableErrors {
  private PortableErrors() {}

  static byte[] json(Throwable error) {
    String message = error.getMessage() == null ? "null" : quote(error.getMessage());
    String json =
        "{\"errorMessage\":"
            + message
            + ",\"errorType\":"
            + quote(error.getClass().getName())
            + "}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** The error, where it arose, and its causes, as text. */
  static String trace(Throwable error) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = error; at != null; at = at.getCause()) {
      text.append(at == error ? "" : "Caused by: ").append(at).append(System.lineSeparator());
      for (StackTraceElement element : at.getStackTrace()) {
        text.append("\tat ").append(element).append(System.lineSeparator());
      }
    }
    return text.toString();
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < 0x20) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
