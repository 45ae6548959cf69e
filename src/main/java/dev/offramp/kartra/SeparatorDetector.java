package dev.offramp.kartra;

import dev.offramp.kartra.SeparatorEvidence.Basis;
import dev.offramp.kartra.SeparatorEvidence.Candidate;
import dev.offramp.kartra.value.Splitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what stands between the values of a column, from the counts of the whole file. The
 * account's own names decide first; else how often values come back: the right separator leaves few
 * names that occur often, a wrong one many that occur once. Whole numbers only.
 */
final class SeparatorDetector {
  private static final int MOST_OPTIONS = 200;

  private final String column;
  private final ColumnProfile profile;
  private final boolean several;
  private final Set<String> names;

  /**
   * Takes what is known.
   *
   * @param several whether the column is made for several values: tags, lists
   * @param names folded names that the account knows, or none
   */
  SeparatorDetector(String column, ColumnProfile profile, boolean several, Set<String> names) {
    this.column = column;
    this.profile = profile;
    this.several = several;
    this.names = names;
  }

  SeparatorEvidence decide() {
    Candidate none = none();
    List<Candidate> splits = new ArrayList<>();
    for (String separator : ColumnProfile.SEPARATORS) {
      if (profile.cells().getOrDefault(separator, 0L) > 0) {
        splits.add(split(separator));
      }
    }
    if (splits.isEmpty()) {
      return evidence(none, Basis.NOTHING, false, none, splits);
    }
    List<Candidate> all = new ArrayList<>(splits);
    all.add(none);
    long best = all.stream().mapToLong(Candidate::known).max().orElse(0);
    if (best > 0) {
      List<Candidate> knowing = all.stream().filter(c -> c.known() == best).toList();
      if (knowing.size() == 1 && (several || best * 2 >= knowing.get(0).values())) {
        return evidence(knowing.get(0), Basis.KNOWN_NAMES, false, none, splits);
      }
    }
    return several ? ofTags(none, splits) : ofCustomField(none, splits);
  }

  private SeparatorEvidence ofTags(Candidate none, List<Candidate> splits) {
    Candidate best = mostReturning(splits);
    boolean rival = splits.stream().anyMatch(c -> !c.equals(best) && c.isNear(best));
    // A comma that saves no names may as well be a part of them.
    boolean idle = best.separator().equals(",") && none.different() <= best.different();
    boolean asNames = idle && best.cells() == holdingKnown(best.separator());
    return evidence(
        asNames ? none : best, Basis.FREQUENCY, (rival || idle) && !asNames, none, splits);
  }

  private SeparatorEvidence ofCustomField(Candidate none, List<Candidate> splits) {
    List<Candidate> likely = splits.stream().filter(c -> isCheckbox(c, none)).toList();
    if (likely.isEmpty()) {
      return evidence(none, Basis.FREQUENCY, false, none, splits);
    }
    Candidate best = mostReturning(likely);
    boolean rival = likely.stream().anyMatch(c -> !c.equals(best) && c.isNear(best));
    return evidence(best, Basis.FREQUENCY, rival, none, splits);
  }

  /**
   * Whether splitting a custom field shows a few options behind many combinations, as a checkbox
   * field has them, and not a sentence, an amount or "Springfield, Illinois".
   */
  private boolean isCheckbox(Candidate split, Candidate none) {
    int often = split.separator().equals(",") ? 3 : 2;
    long alone = profile.filled() - split.cells();
    boolean lengthsVary = alone > 0 || split.values() != 2 * split.cells();
    return split.cells() >= 2
        && lengthsVary
        && split.values() >= often * split.different()
        && split.different() < none.different()
        && split.different() <= MOST_OPTIONS;
  }

  private static Candidate mostReturning(List<Candidate> splits) {
    Candidate best = splits.get(0);
    for (Candidate other : splits) {
      best = other.returnsMore(best) ? other : best;
    }
    return best;
  }

  private Candidate none() {
    long unkept = profile.unkept().getOrDefault("", 0L);
    long known =
        profile.whole().entrySet().stream()
            .filter(cell -> isKnown(cell.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return new Candidate(
        "", profile.filled(), profile.filled(), profile.whole().size() + unkept, known);
  }

  private Candidate split(String separator) {
    Set<String> different = new HashSet<>();
    long known = 0;
    long values = profile.unkept().getOrDefault(separator, 0L);
    for (Map.Entry<String, Long> piece : profile.pieces().get(separator).entrySet()) {
      different.add(piece.getKey());
      values += piece.getValue();
      known += isKnown(piece.getKey()) ? piece.getValue() : 0;
    }
    for (Map.Entry<String, Long> cell : profile.whole().entrySet()) {
      boolean wholeName = isKnown(cell.getKey());
      if (!cell.getKey().contains(separator)) {
        different.add(cell.getKey());
        known += wholeName ? cell.getValue() : 0;
      } else if (wholeName) {
        known += cell.getValue(); // It would not be split.
      }
    }
    long cells = profile.cells().get(separator);
    return new Candidate(
        separator,
        cells,
        values + profile.filled() - cells,
        different.size() + profile.unkept().getOrDefault(separator, 0L),
        known);
  }

  /** Cells that hold a separator and are, as a whole, a name that the account knows. */
  private long holdingKnown(String separator) {
    return profile.whole().entrySet().stream()
        .filter(cell -> cell.getKey().contains(separator) && isKnown(cell.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private boolean isKnown(String value) {
    return names.contains(Splitter.fold(value));
  }

  private SeparatorEvidence evidence(
      Candidate chosen, Basis basis, boolean ambiguous, Candidate none, List<Candidate> splits) {
    List<Candidate> all = new ArrayList<>(splits);
    all.add(none);
    all.remove(chosen);
    all.add(0, chosen);
    return new SeparatorEvidence(
        column, chosen.separator(), basis, ambiguous, profile.filled(), all);
  }
}
