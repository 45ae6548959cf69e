package dev.offramp.plan;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.crm.Definition.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * Where Kartra's standard fields go at one destination, from {@code <destination>.yaml} beside this
 * class.
 *
 * @param prefix stands before the names of the fields that we make there
 * @param longest characters that a value may have
 * @param standard by Kartra's name: the destination's own field
 * @param made by Kartra's name: a field that we make there, with its type
 */
public record FieldMap(
    String prefix, int longest, Map<String, String> standard, Map<String, Made> made) {

  private static final ObjectReader READER = new YAMLMapper().readerFor(FieldMap.class);

  /** A field that we make. */
  public record Made(String name, String label, ValueType type) {}

  /** Copies the maps. */
  public FieldMap {
    standard = Map.copyOf(standard);
    made = Map.copyOf(made);
  }

  /** The map of a destination, or nothing where there is none. */
  public static Optional<FieldMap> of(String destination) {
    if (!destination.matches("[a-z0-9]+")) {
      return Optional.empty();
    }
    try (InputStream in = FieldMap.class.getResourceAsStream(destination + ".yaml")) {
      return in == null ? Optional.empty() : Optional.of(READER.readValue(in));
    } catch (IOException e) {
      throw new UncheckedIOException("the field map of " + destination, e);
    }
  }
}
