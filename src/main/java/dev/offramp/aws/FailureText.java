package dev.offramp.aws;

import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log says of a failure: its classes, our codes, and where it was. Never its message,
 * which may hold anything that a customer or a vendor has written (invariant 8).
 */
final class FailureText {
  private static final Pattern CODE = Pattern.compile("\\bOFF-\\d{4}\\b");
  private static final int DEEPEST = 5;
  private static final int FRAMES = 8;

  private FailureText() {}

  static String of(Throwable failure) {
    StringJoiner text = new StringJoiner(" because of ");
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      text.add(one(cause));
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static String one(Throwable cause) {
    StringJoiner text = new StringJoiner(" ");
    Matcher code = CODE.matcher(String.valueOf(cause.getMessage()));
    if (code.find()) {
      text.add(code.group());
    }
    text.add(cause.getClass().getName()).add("at");
    StringJoiner frames = new StringJoiner(" < ");
    StackTraceElement[] trace = cause.getStackTrace();
    for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
      frames.add(
          "%s.%s:%d"
              .formatted(
                  trace[i].getClassName(), trace[i].getMethodName(), trace[i].getLineNumber()));
    }
    return text.add(frames.toString()).toString();
  }
}
