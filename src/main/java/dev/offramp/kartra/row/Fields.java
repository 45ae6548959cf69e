package dev.offramp.kartra.row;

import dev.offramp.record.FieldMap;

/** The standard fields of one row while they are cleaned, by the numbers of {@link FieldNames}. */
public final class Fields {
  private final FieldNames names;
  private final String[] values;

  /** None yet, of a header. */
  public Fields(FieldNames names) {
    this.names = names;
    this.values = new String[names.size()];
  }

  /** A field's text; empty where it has none. */
  public String text(int slot) {
    String value = slot < 0 ? null : values[slot];
    return value == null ? "" : value;
  }

  /** The text of a field by its name; empty where it has none. */
  String text(String name) {
    return text(names.slot(name));
  }

  /** Gives a field of the header a text. */
  public void put(int slot, String value) {
    values[slot] = value;
  }

  /** Takes a field out; it may have no text. */
  public void remove(int slot) {
    if (slot >= 0) {
      values[slot] = null;
    }
  }

  /** Those that have a text, in the header's order. */
  public FieldMap.Builder<String> filled() {
    FieldMap.Builder<String> filled = new FieldMap.Builder<>(values.length);
    for (int slot = 0; slot < values.length; slot++) {
      if (values[slot] != null) {
        filled.append(names.name(slot), values[slot]);
      }
    }
    return filled;
  }
}
