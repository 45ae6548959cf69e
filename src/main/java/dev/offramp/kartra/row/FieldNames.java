package dev.offramp.kartra.row;

import dev.offramp.kartra.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The standard columns of a header, numbered in its order: found once, so that no row has to look
 * through names.
 */
public final class FieldNames {
  private static final int NONE = -1;

  private final String[] names;
  private final Map<String, Integer> slots = new HashMap<>();

  /** Takes the columns of a file. */
  public FieldNames(List<Column> columns) {
    names = columns.stream().filter(Column::known).map(Column::name).toArray(String[]::new);
    for (int slot = 0; slot < names.length; slot++) {
      slots.put(names[slot], slot);
    }
  }

  /** The number of a column; of one that the header does not have, one without a value. */
  public int slot(String name) {
    return slots.getOrDefault(name, NONE);
  }

  /** The name that has a number. */
  String name(int slot) {
    return names[slot];
  }

  /** How many there are. */
  int size() {
    return names.length;
  }
}
