package dev.offramp.throttle;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The published limits of all platforms and plans, as {@code limits.yaml} states them. */
public final class LimitsCatalogue {
  /** The tier that is taken when the plan of an account is not known: the smallest figures. */
  public static final String DEFAULT_TIER = "default";

  private final Map<String, Map<String, List<WindowFigures>>> platforms;

  private LimitsCatalogue(Map<String, Map<String, List<WindowFigures>>> platforms) {
    this.platforms = platforms;
  }

  /** The catalogue that comes with Offramp. Throws {@link LimitsException} when it is not valid. */
  public static LimitsCatalogue bundled() {
    try (InputStream in = LimitsCatalogue.class.getResourceAsStream("limits.yaml")) {
      if (in == null) {
        throw new LimitsException("limits.yaml is missing from the artifact");
      }
      return read(in);
    } catch (IOException e) {
      throw new LimitsException("limits.yaml cannot be read", e);
    }
  }

  /**
   * Reads a catalogue in the form that {@code limits.yaml} explains. Throws {@link
   * LimitsException}.
   */
  public static LimitsCatalogue read(InputStream yaml) {
    YAMLFactory factory = new YAMLFactory();
    factory.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    try {
      JsonNode root = new ObjectMapper(factory).readTree(yaml);
      Map<String, Map<String, List<WindowFigures>>> platforms = new TreeMap<>();
      for (Map.Entry<String, JsonNode> platform : root.path("platforms").properties()) {
        platforms.put(platform.getKey(), tiers(platform.getKey(), platform.getValue()));
      }
      return new LimitsCatalogue(platforms);
    } catch (IOException e) {
      throw new LimitsException("the limits are not valid YAML", e);
    }
  }

  private static Map<String, List<WindowFigures>> tiers(String platform, JsonNode node) {
    Map<String, List<WindowFigures>> tiers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> tier : node.properties()) {
      String where = platform + "/" + tier.getKey();
      JsonNode windows = tier.getValue();
      if (windows.isTextual()) {
        windows = node.path(windows.asText());
      }
      if (!windows.isArray() || windows.isEmpty()) {
        throw new LimitsException(where + " states no window, nor a tier that does");
      }
      List<WindowFigures> figures = new ArrayList<>();
      for (JsonNode window : windows) {
        figures.add(WindowFigures.of(where, window));
      }
      tiers.put(tier.getKey(), List.copyOf(figures));
    }
    return tiers;
  }

  /** The platforms, by key. */
  public Set<String> platforms() {
    return Set.copyOf(platforms.keySet());
  }

  /**
   * The tiers of a platform, by key. Throws {@link LimitsException} when there is no such platform.
   */
  public Set<String> tiers(String platform) {
    return Set.copyOf(platform(platform).keySet());
  }

  /**
   * The limits of an account.
   *
   * @param platform the platform's key
   * @param tier the plan's key, or {@link #DEFAULT_TIER}
   * @param seats how many seats (licences, users) the account has, at least 1
   * @throws LimitsException when there is no such platform or tier
   */
  public Limits limits(String platform, String tier, long seats) {
    Map<String, List<WindowFigures>> tiers = platform(platform);
    List<WindowFigures> figures = tiers.get(tier);
    if (figures == null) {
      throw new LimitsException(
          platform + " has no tier " + tier + "; it has " + String.join(", ", tiers.keySet()));
    }
    if (seats < 1) {
      throw new LimitsException("an account has at least one seat, not " + seats);
    }
    return new Limits(platform, tier, figures.stream().map(f -> f.window(seats)).toList());
  }

  private Map<String, List<WindowFigures>> platform(String platform) {
    Map<String, List<WindowFigures>> tiers = platforms.get(platform);
    if (tiers == null) {
      throw new LimitsException(
          "there are no limits for "
              + platform
              + "; there are some for "
              + String.join(", ", platforms.keySet()));
    }
    return tiers;
  }
}
