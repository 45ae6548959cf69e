package dev.offramp.enrich;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a Kartra account defines; with them a cell of several tags can be taken apart
 * without guessing.
 *
 * @param tags the account's tags
 * @param lists its lists
 * @param sequences its sequences
 * @param problem why something is missing, as a code; empty where nothing is
 */
public record AccountNames(
    List<String> tags, List<String> lists, List<String> sequences, String problem) {
  /** Copies the lists. */
  public AccountNames {
    tags = List.copyOf(tags);
    lists = List.copyOf(lists);
    sequences = List.copyOf(sequences);
  }

  /** The names that can stand in a column of an export; none for other columns. */
  public Set<String> of(String column) {
    return switch (column) {
      case "tags" -> new LinkedHashSet<>(tags);
      case "lists" -> new LinkedHashSet<>(lists);
      case "sequences" -> new LinkedHashSet<>(sequences);
      default -> Set.of();
    };
  }

  /** The names that can stand in a cell of several values: tags and lists. */
  public Set<String> all() {
    Set<String> all = new LinkedHashSet<>(tags);
    all.addAll(lists);
    return all;
  }
}
