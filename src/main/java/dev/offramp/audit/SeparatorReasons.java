package dev.offramp.audit;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.SeparatorEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words, with figures and without values, how it is known what stands between values. */
public final class SeparatorReasons {
  private final KartraSettings plan;
  private final Map<String, SeparatorEvidence> found;

  /**
   * Takes what was found.
   *
   * @param plan what the plan says, without what the file shows
   * @param knownNames the account's own names of tags and lists, or none
   */
  public SeparatorReasons(KartraSettings plan, ExportProfile profile, Set<String> knownNames) {
    this.plan = plan;
    this.found = profile.separatorEvidence(knownNames);
  }

  /** The columns that are split, or about which there is a doubt, in the order of the file. */
  public List<AuditFacts.Evidence> of(ExportLayout layout) {
    List<AuditFacts.Evidence> all = new ArrayList<>();
    for (Column column : layout.columns()) {
      SeparatorEvidence evidence = found.get(column.name());
      if (plan.says(column)) {
        all.add(
            new AuditFacts.Evidence(column.name(), plan.separator(column), "named in the plan"));
      } else if (evidence != null && (!evidence.separator().isEmpty() || evidence.ambiguous())) {
        all.add(new AuditFacts.Evidence(column.name(), evidence.separator(), why(evidence)));
      }
    }
    return all;
  }

  private static String why(SeparatorEvidence evidence) {
    String figures =
        evidence.candidates().stream()
            .map(SeparatorReasons::figures)
            .collect(Collectors.joining("; "));
    String decided =
        switch (evidence.basis()) {
          case KNOWN_NAMES -> "the names in Kartra decide";
          case FREQUENCY -> "what repeats the most decides";
          case NOTHING -> "no cell holds any";
        };
    String doubt = evidence.ambiguous() ? "; another reading is nearly as likely" : "";
    return figures + "; " + decided + doubt;
  }

  private static String figures(SeparatorEvidence.Candidate candidate) {
    String name =
        candidate.separator().isEmpty() ? "whole cells" : "\"" + candidate.separator() + "\"";
    return String.format(
        Locale.ROOT,
        "%s: %,d values, %,d of them different",
        name,
        candidate.values(),
        candidate.different());
  }
}
