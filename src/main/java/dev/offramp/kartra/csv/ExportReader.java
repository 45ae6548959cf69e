package dev.offramp.kartra.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of an upload from any position that it gave out, one at a time, in memory that
 * does not grow with the file. Every record of the file becomes a {@link Row} or a {@link
 * RowProblem} (invariant 1).
 */
public final class ExportReader implements AutoCloseable {
  /** A row with fewer cells than the header. */
  public static final String NOTE_PADDED = "OFF-1105";

  /** A cell that is not valid UTF-8 and was read as Windows-1252. */
  public static final String NOTE_ENCODING = "OFF-1104";

  private final InputStream in;
  private final Dialect dialect;
  private final ByteScanner scanner;
  private final CellDecoder decoder;
  private final String[] values;
  private long ordinal;

  /**
   * Takes the upload's bytes from the position on.
   *
   * @param in starts at {@code position.byteOffset()}; closed with the reader
   */
  public ExportReader(InputStream in, Dialect dialect, ReadPosition position) {
    this.in = in;
    this.dialect = dialect;
    this.scanner = new ByteScanner(in, dialect.delimiter(), position.byteOffset(), position.line());
    this.decoder = new CellDecoder(dialect.charset());
    this.values = new String[dialect.columns()];
    this.ordinal = position.ordinal();
  }

  /** The next record, or nothing at the end. */
  public Optional<RowOrProblem> next() throws IOException {
    return scanner.next() ? Optional.of(toRow()) : Optional.empty();
  }

  /** Where the next record starts: another reader can go on from here. */
  public ReadPosition position() {
    return new ReadPosition(scanner.offset(), ordinal, scanner.line());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private RowOrProblem toRow() {
    long number = ordinal++;
    if (scanner.broken()) {
      return problem(
          number,
          scanner.brokenColumn(),
          "OFF-1108",
          "A quotation mark is opened in this line and never closed, so the line is left out and"
              + " reading goes on with the next one. Close the mark and upload the row again.");
    }
    if (scanner.tooLong()) {
      return problem(
          number,
          0,
          "OFF-1107",
          "The row is longer than 16 MB. Shorten it and upload the row again.");
    }
    if (scanner.longColumn() > 0) {
      return problem(
          number,
          scanner.longColumn(),
          "OFF-1107",
          "The cell is longer than 1 MB. Shorten it and upload the row again.");
    }
    int count = scanner.count();
    if (count > dialect.columns() && !scanner.isEmptyFrom(dialect.columns())) {
      return problem(
          number,
          dialect.columns() + 1,
          "OFF-1106",
          "The row has %d cells and the header has %d, so its values stand in the wrong columns. Put"
                  .formatted(count, dialect.columns())
              + " quotation marks around cells that hold the delimiter.");
    }
    if (count < dialect.columns() && !scanner.terminated()) {
      return problem(
          number,
          count,
          "OFF-1109",
          "The file ends in the middle of this row: %d of %d cells are there. Export it again."
              .formatted(count, dialect.columns()));
    }
    return row(number, count);
  }

  private Row row(long number, int count) {
    for (int column = 0; column < values.length; column++) {
      values[column] = column < count ? scanner.text(column, decoder) : "";
    }
    return new Row(number, scanner.startLine(), List.of(values), notes(count));
  }

  private List<String> notes(int count) {
    boolean padded = count < values.length;
    boolean fellBack = decoder.fellBack();
    if (!padded && !fellBack) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    if (padded) {
      notes.add(NOTE_PADDED);
    }
    if (fellBack) {
      notes.add(NOTE_ENCODING);
    }
    return notes;
  }

  private RowProblem problem(long number, int column, String code, String message) {
    return new RowProblem(number, scanner.startLine(), column, code, message);
  }
}
