package dev.offramp.audit;

import dev.offramp.kartra.ColumnProfile;
import dev.offramp.kartra.ExportProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Says what each separator was found by: how often pieces come back once cells are cut there. */
public final class SeparatorEvidence {
  private final ExportProfile profile;
  private final Map<String, String> planned;

  /** Takes what was found in the file, and what the plan says. */
  public SeparatorEvidence(ExportProfile profile, Map<String, String> planned) {
    this.profile = profile;
    this.planned = planned;
  }

  /** The separators with what speaks for each, by column. */
  public List<AuditFacts.Evidence> of(Map<String, String> separators) {
    List<AuditFacts.Evidence> all = new ArrayList<>();
    new TreeMap<>(separators)
        .forEach(
            (column, separator) ->
                all.add(new AuditFacts.Evidence(column, separator, why(column, separator))));
    return all;
  }

  private String why(String column, String separator) {
    if (planned.containsKey(column)) {
      return "named in the plan";
    }
    ColumnProfile cells = profile.columns().getOrDefault(column, ColumnProfile.empty());
    List<String> tried = new ArrayList<>();
    cells
        .pieces()
        .forEach(
            (candidate, pieces) -> {
              long total = pieces.values().stream().mapToLong(Long::longValue).sum();
              tried.add(
                  String.format(
                      Locale.ROOT,
                      "\"%s\" gives %,d pieces, %,d of them different",
                      candidate,
                      total,
                      pieces.size()));
            });
    return String.join("; ", tried)
        + String.format(Locale.ROOT, "; \"%s\" repeats the most", separator);
  }
}
