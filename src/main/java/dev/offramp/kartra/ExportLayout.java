package dev.offramp.kartra;

import dev.offramp.kartra.csv.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * What an upload is and how it is to be read.
 *
 * @param kind what its rows describe
 * @param dialect how its bytes become rows
 * @param columns in the order of the file
 */
public record ExportLayout(ExportKind kind, Dialect dialect, List<Column> columns) {
  /** Copies the columns. */
  public ExportLayout {
    columns = List.copyOf(columns);
  }

  /** A standard column by Kartra's name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(c -> c.known() && c.name().equals(name)).findFirst();
  }
}
