package dev.offramp.kartra;

import java.util.List;

/** What the first bytes of an upload say. */
public sealed interface Detection {
  /**
   * It can be read.
   *
   * @param layout how
   */
  record Recognised(ExportLayout layout) implements Detection {}

  /**
   * It is a CSV, but its header fits no kind.
   *
   * @param header the header as it stands
   * @param bestGuess the kind that comes nearest
   * @param message what it is missing and how to name the kind in the plan
   */
  record Unknown(List<String> header, ExportKind bestGuess, String message) implements Detection {
    /** Copies the header. */
    public Unknown {
      header = List.copyOf(header);
    }
  }

  /**
   * It cannot be read at all.
   *
   * @param code the error's code
   * @param message what is wrong and what to do
   */
  record Unreadable(String code, String message) implements Detection {}
}
