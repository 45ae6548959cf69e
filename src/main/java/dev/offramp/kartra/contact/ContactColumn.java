package dev.offramp.kartra.contact;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.row.FieldNames;
import dev.offramp.kartra.value.Splitter;

/** A column of people, with what becomes of its cells: found out once, and not for each row. */
final class ContactColumn {
  /** Where the value of a cell goes. */
  enum Use {
    TAGS,
    LISTS,
    FIELD,
    /** A field that is left out where its date is none. */
    DATE,
    CUSTOM
  }

  private final int index;
  private final String name;
  private final int slot;
  private final Use use;
  private final boolean freeText;
  private final Splitter splitter;

  ContactColumn(Column column, FieldNames names, Splitter splitter) {
    this.index = column.index();
    this.name = column.name();
    this.slot = names.slot(column.name());
    this.use = use(column);
    this.freeText = !column.known() || column.name().equals("notes");
    this.splitter = splitter;
  }

  private static Use use(Column column) {
    if (!column.known()) {
      return Use.CUSTOM;
    }
    return switch (column.name()) {
      case "tags" -> Use.TAGS;
      case "lists" -> Use.LISTS;
      default -> column.name().endsWith("_date") ? Use.DATE : Use.FIELD;
    };
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  /** The number of a standard column among the fields. */
  int slot() {
    return slot;
  }

  Use use() {
    return use;
  }

  /** Whether somebody may have typed {@code N/A}. */
  boolean isFreeText() {
    return freeText;
  }

  Splitter splitter() {
    return splitter;
  }
}
