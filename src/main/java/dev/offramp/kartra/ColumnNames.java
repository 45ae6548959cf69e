package dev.offramp.kartra;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kartra's standard columns and the other names that they go by, from {@code columns.yaml}. */
public final class ColumnNames {
  private static final Pattern CURRENCY = Pattern.compile("_?\\(([a-z]{3})\\)$");
  private static final Pattern PREFIX = Pattern.compile("^(lead|contact|buyer|customer)_");

  private final Map<ExportKind, Map<String, String>> names = new HashMap<>();
  private final Map<ExportKind, Set<String>> needed = new HashMap<>();

  private record Kind(List<String> needed, Map<String, List<String>> columns) {}

  private record File(Map<ExportKind, Kind> kinds) {}

  /** Reads the table. */
  public ColumnNames() {
    try (InputStream in = ColumnNames.class.getResourceAsStream("columns.yaml")) {
      File file = new ObjectMapper(new YAMLFactory()).readValue(in, File.class);
      file.kinds()
          .forEach(
              (kind, table) -> {
                Map<String, String> all = new LinkedHashMap<>();
                table
                    .columns()
                    .forEach(
                        (name, aliases) -> {
                          all.put(normalise(name), name);
                          aliases.forEach(alias -> all.put(normalise(alias), name));
                        });
                names.put(kind, all);
                needed.put(kind, new LinkedHashSet<>(table.needed()));
              });
    } catch (IOException e) {
      throw new UncheckedIOException("columns.yaml cannot be read", e);
    }
  }

  /** The standard name of a header, or null where the kind knows none. */
  String standard(ExportKind kind, String header) {
    Map<String, String> table = names.getOrDefault(kind, Map.of());
    String plain = withoutCurrency(normalise(header));
    String name = table.get(plain);
    return name != null ? name : table.get(PREFIX.matcher(plain).replaceFirst(""));
  }

  /** The columns without which a file cannot be of a kind. */
  Set<String> needed(ExportKind kind) {
    return needed.getOrDefault(kind, Set.of());
  }

  /** The ISO code that a header ends in, or empty. */
  static String currency(String header) {
    Matcher matcher = CURRENCY.matcher(normalise(header));
    return matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
  }

  private static String withoutCurrency(String normal) {
    return CURRENCY.matcher(normal).replaceFirst("");
  }

  /** Lower case, one kind of space, composed characters. */
  public static String normalise(String header) {
    return Normalizer.normalize(header, Normalizer.Form.NFC)
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s\\-./]+", "_");
  }
}
