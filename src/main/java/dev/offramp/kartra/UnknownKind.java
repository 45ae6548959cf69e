package dev.offramp.kartra;

import java.util.List;
import java.util.Locale;

/** Says in words why a header is not recognised, and what to do. */
final class UnknownKind {
  private UnknownKind() {}

  /** The finding about a header, from the kinds in the order of their likelihood. */
  static Detection.Unknown of(List<String> header, KindChooser.Choice choice) {
    KindMatch best = choice.ranking().get(0);
    return new Detection.Unknown(
        header, best.kind(), choice.ranking(), why(choice, best) + " " + what(best));
  }

  private static String why(KindChooser.Choice choice, KindMatch best) {
    if (best.columns().isEmpty()) {
      return "No column of the header is one of Kartra's.";
    }
    if (choice.tie()) {
      return "The header fits %s as well as %s."
          .formatted(word(best), word(choice.ranking().get(1)));
    }
    String nearest =
        "The header fits no kind of Kartra export for certain. It comes nearest to %s (%d %% of its columns)"
            .formatted(word(best), best.percent());
    return best.complete()
        ? nearest + ", but might be something else."
        : nearest + ", but lacks " + String.join(", ", best.missing()) + ".";
  }

  private static String what(KindMatch best) {
    String name =
        "name the kind below \"files:\" in plan.yaml, as in {kind: %s}.".formatted(word(best));
    return best.complete()
        ? "N" + name.substring(1)
        : "Export it with what is missing; or, if it is something else, " + name;
  }

  private static String word(KindMatch match) {
    return match.kind().name().toLowerCase(Locale.ROOT);
  }
}
