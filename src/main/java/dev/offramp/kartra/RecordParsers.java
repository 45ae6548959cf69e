package dev.offramp.kartra;

import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.record.SourceRecord;

/** Finds the parser of a kind of export. */
public final class RecordParsers {
  private RecordParsers() {}

  /**
   * The parser of an upload's rows.
   *
   * @param layout how the file is laid out
   * @param settings what cannot be seen from it
   * @throws IllegalArgumentException if rows of the kind are not read yet
   */
  public static RowParser<? extends SourceRecord> of(ExportLayout layout, KartraSettings settings) {
    if (layout.kind() == ExportKind.CONTACTS) {
      return new ContactParser(layout, settings);
    }
    throw new IllegalArgumentException("no parser for " + layout.kind());
  }
}
