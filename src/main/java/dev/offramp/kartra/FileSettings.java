package dev.offramp.kartra;

import dev.offramp.kartra.value.Splitter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Joins what the plan says with what the whole file shows; the plan goes first. */
public final class FileSettings {
  private FileSettings() {}

  /**
   * How the rows of a file are read once all of it was seen.
   *
   * @param plan what the plan says
   * @param knownNames the account's own names of tags and lists, or none
   */
  public static KartraSettings of(
      KartraSettings plan, ExportLayout layout, ExportProfile profile, Set<String> knownNames) {
    Map<String, String> separators = separators(plan, layout, profile, knownNames);
    return plan.withFindings(separators, profile.dateOrders(), whole(knownNames, separators));
  }

  private static Map<String, String> separators(
      KartraSettings plan, ExportLayout layout, ExportProfile profile, Set<String> knownNames) {
    Map<String, String> separators = new TreeMap<>(profile.separators(knownNames));
    for (Column column : layout.columns()) {
      if (plan.says(column)) {
        separators.put(column.name(), plan.separator(column));
      }
    }
    separators.values().removeIf(String::isEmpty);
    return separators;
  }

  /** Names that hold a separator are not split. */
  private static Set<String> whole(Set<String> known, Map<String, String> separators) {
    Set<String> whole = new TreeSet<>();
    for (String name : known) {
      if (separators.values().stream().anyMatch(name::contains)) {
        whole.add(Splitter.fold(name));
      }
    }
    return whole;
  }
}
