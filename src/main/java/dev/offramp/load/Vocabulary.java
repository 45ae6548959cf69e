package dev.offramp.load;

import dev.offramp.crm.Definition;
import dev.offramp.crm.Definition.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The definitions that the records of a chunk use: exactly those, no more.
 *
 * @param definitions fields with the options that occur, tags and lists
 * @param tags the tags that occur, for destinations that keep tags in a field
 */
public record Vocabulary(List<Definition> definitions, List<String> tags) {
  /** Where the vocabularies of chunks lie in the work area. */
  public static final String FOLDER = "vocabulary";

  /** Copies the lists. */
  public Vocabulary {
    definitions = List.copyOf(definitions);
    tags = List.copyOf(tags);
  }

  /**
   * All chunks together: what the whole job needs, in a stable order; marker and tags first.
   *
   * @param markerField the destination's name for the marker
   * @param tagField the destination's field for tags, or null
   */
  static List<Definition> union(List<Vocabulary> parts, String markerField, String tagField) {
    Map<String, Definition> all = new LinkedHashMap<>();
    Set<String> tags = new LinkedHashSet<>();
    Definition marker =
        new Definition(
            Kind.FIELD, markerField, "Kartra id", Definition.ValueType.TEXT, List.of(), true);
    all.put(Preparation.trace(marker), marker);
    for (Vocabulary part : parts) {
      tags.addAll(part.tags());
      part.definitions().forEach(d -> all.merge(Preparation.trace(d), d, Vocabulary::joined));
    }
    List<Definition> definitions = new ArrayList<>(all.values());
    if (tagField != null && !tags.isEmpty()) {
      definitions.add(
          1,
          Definition.choice(
              tagField,
              "Kartra tags",
              Definition.ValueType.MULTIPLE_CHOICE,
              tags.stream().sorted().toList()));
    }
    return definitions;
  }

  private static Definition joined(Definition a, Definition b) {
    Set<String> options = new LinkedHashSet<>(a.options());
    options.addAll(b.options());
    return new Definition(
        a.kind(), a.name(), a.label(), a.type(), List.copyOf(options), a.unique());
  }
}
