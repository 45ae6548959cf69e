package dev.offramp.audit.forecast;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.throttle.CostUnit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plans, ceilings and the calls of a load, of each destination; from {@code destinations.yaml}. */
public final class DestinationFacts {
  private final Map<String, Destination> destinations;

  /**
   * A plan that can be bought.
   *
   * @param key the tier of {@code limits.yaml}, or another name where limits do not differ
   * @param name as the vendor says it
   * @param ceiling the most contacts, or null where the vendor states none
   * @param note what the figure does not say by itself
   * @param source the page that states it
   */
  record Tier(String key, String name, Long ceiling, String note, String source) {}

  /**
   * A step of loading.
   *
   * @param what it does
   * @param of what it does it with
   * @param batch how many of them go into one call
   * @param units what a call costs beside being a call
   * @param unitsEach what each record in it costs
   */
  record Step(
      String what,
      Load.Of of,
      long batch,
      Map<CostUnit, Long> units,
      Map<CostUnit, Long> unitsEach) {
    Step {
      units = units == null ? Map.of() : Map.copyOf(units);
      unitsEach = unitsEach == null ? Map.of() : Map.copyOf(unitsEach);
    }
  }

  /**
   * A destination.
   *
   * @param name as people say it
   * @param counts what the ceiling counts
   * @param latencyMs how long a call takes where nothing but that holds a load back; our own
   *     assumption
   * @param tiers from the smallest plan to the largest
   * @param steps of a load
   * @param source where the steps are from
   */
  record Destination(
      String name,
      String counts,
      long latencyMs,
      List<Tier> tiers,
      List<Step> steps,
      String source) {
    /** The plan of a key. */
    Optional<Tier> tier(String key) {
      return tiers.stream().filter(t -> t.key().equals(key)).findFirst();
    }
  }

  private record File(Map<String, Destination> destinations) {}

  /** Reads the file. */
  public DestinationFacts() {
    try (InputStream in = DestinationFacts.class.getResourceAsStream("destinations.yaml")) {
      destinations =
          new TreeMap<>(
              YAMLMapper.builder()
                  .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                  .build()
                  .readValue(in, File.class)
                  .destinations());
    } catch (IOException e) {
      throw new UncheckedIOException("destinations.yaml cannot be read", e);
    }
  }

  /** The destinations, by key. */
  public Set<String> known() {
    return new TreeSet<>(destinations.keySet());
  }

  /** The plans of a destination, by key; none where it is not known. */
  public List<String> tiers(String destination) {
    Destination known = destinations.get(destination);
    return known == null ? List.of() : known.tiers().stream().map(Tier::key).toList();
  }

  Destination of(String key) {
    Destination known = destinations.get(key);
    if (known == null) {
      throw new IllegalArgumentException("there are no facts of " + key);
    }
    return known;
  }
}
