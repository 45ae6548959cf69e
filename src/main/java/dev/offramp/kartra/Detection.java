package dev.offramp.kartra;

import java.util.List;
import java.util.Locale;

/** What the first bytes of an upload say. */
public sealed interface Detection {
  /**
   * It can be read.
   *
   * @param layout how
   * @param evidence why it is of this kind
   */
  record Recognised(ExportLayout layout, KindMatch evidence) implements Detection {}

  /**
   * It is a CSV, but its header fits no kind, or several.
   *
   * @param header the header as it stands; it may hold values where the file has no header, and
   *     belongs into a report for the customer, not into a log (invariant 8)
   * @param bestGuess the kind that comes nearest
   * @param ranking every kind with its reasons, the likeliest first; never empty
   * @param message what it is missing and how to name the kind in the plan, without the header
   */
  record Unknown(List<String> header, ExportKind bestGuess, List<KindMatch> ranking, String message)
      implements Detection {
    /** Copies the lists. */
    public Unknown {
      header = List.copyOf(header);
      ranking = List.copyOf(ranking);
    }

    /** How much of the header the best guess accounts for, in percent. */
    public int score() {
      return ranking.get(0).percent();
    }

    /** The lines for {@code plan.yaml} that name the best guess for a file. */
    public String planLines(String fileName) {
      return planLines(fileName, bestGuess);
    }

    /** The lines for {@code plan.yaml} that name a kind for a file. */
    public static String planLines(String fileName, ExportKind kind) {
      String quoted = fileName.replace("\\", "\\\\").replace("\"", "\\\"");
      return "files:%n  \"%s\": {kind: %s}%n"
          .formatted(quoted, kind.name().toLowerCase(Locale.ROOT))
          .replace("\r\n", "\n");
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
