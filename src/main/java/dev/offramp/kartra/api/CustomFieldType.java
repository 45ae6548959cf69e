package dev.offramp.kartra.api;

import java.util.Locale;

/**
 * Kartra's five types of custom fields, and one for what it may add.
 *
 * <p>Source: support.kartra.com/support/solutions/articles/153000169468.
 */
public enum CustomFieldType {
  INPUT_FIELD,
  TEXT_AREA,
  DROP_DOWN,
  RADIO_BUTTON,
  CHECKBOX,
  /** A type that the documents do not name. Its values are read as text. */
  OTHER;

  /** The type of Kartra's own spelling, such as {@code drop_down}. */
  static CustomFieldType of(String text) {
    for (CustomFieldType type : values()) {
      if (type.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    return OTHER;
  }

  /** Whether its values come from a list of options. */
  public boolean hasOptions() {
    return this == DROP_DOWN || this == RADIO_BUTTON || this == CHECKBOX;
  }
}
