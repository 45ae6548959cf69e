package dev.offramp.crm;

import java.util.List;
import java.util.Objects;

/**
 * Something that has to exist at the destination before records can use it: a custom field with its
 * options, a group of fields, a tag or a list.
 *
 * @param kind what it is
 * @param name the internal name at the destination for a field, the visible name for a tag or list
 * @param label what people see
 * @param type the shape of a field's values; {@link ValueType#NONE} for tags and lists
 * @param options the permitted values of a choice field in order, else empty
 * @param unique whether no two records may share a value (the marker field)
 */
public record Definition(
    Kind kind, String name, String label, ValueType type, List<String> options, boolean unique) {

  /** The kinds of definitions that adapters know. */
  public enum Kind {
    FIELD,
    TAG,
    LIST
  }

  /** The shapes of a field's values; an adapter maps each onto the vendor's own types. */
  public enum ValueType {
    TEXT,
    LONG_TEXT,
    SINGLE_CHOICE,
    MULTIPLE_CHOICE,
    INSTANT,
    NUMBER,
    NONE
  }

  /** Copies the options, so that the definition stays as it is. */
  public Definition {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(name);
    Objects.requireNonNull(label);
    Objects.requireNonNull(type);
    options = List.copyOf(options);
  }

  /** A static list of people. */
  public static Definition list(String name) {
    return new Definition(Kind.LIST, name, name, ValueType.NONE, List.of(), false);
  }

  /** A tag, for destinations that have tags of their own. */
  public static Definition tag(String name) {
    return new Definition(Kind.TAG, name, name, ValueType.NONE, List.of(), false);
  }

  /** A field whose values are free. */
  public static Definition field(String name, String label, ValueType type) {
    return new Definition(Kind.FIELD, name, label, type, List.of(), false);
  }

  /** A field whose values come from a list. */
  public static Definition choice(String name, String label, ValueType type, List<String> options) {
    return new Definition(Kind.FIELD, name, label, type, options, false);
  }
}
