package dev.offramp.kartra;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kartra's standard columns and the other names that they go by, from {@code columns.yaml}. */
final class ColumnNames {
  private final Map<ExportKind, KindColumns> kinds = new EnumMap<>(ExportKind.class);

  private record Kind(
      List<String> needed,
      List<String> signs,
      int atLeast,
      Set<String> money,
      Map<String, List<String>> columns) {}

  private record File(Map<ExportKind, Kind> kinds) {}

  /** Reads the table. */
  ColumnNames() {
    YAMLMapper yaml =
        YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    try (InputStream in = ColumnNames.class.getResourceAsStream("columns.yaml")) {
      yaml.readValue(in, File.class)
          .kinds()
          .forEach(
              (kind, table) ->
                  kinds.put(
                      kind,
                      new KindColumns(
                          table.needed(),
                          table.signs(),
                          table.atLeast(),
                          table.money(),
                          table.columns())));
    } catch (IOException e) {
      throw new UncheckedIOException("columns.yaml cannot be read", e);
    }
  }

  /** What the table says about a kind. */
  KindColumns of(ExportKind kind) {
    return kinds.get(kind);
  }
}
