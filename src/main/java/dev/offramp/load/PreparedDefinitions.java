package dev.offramp.load;

import java.util.Map;

/**
 * What the destination has for a job, once its definitions exist.
 *
 * @param lists the destination's id of each list by its name
 * @param markerIsNew whether the marker field was made by this job: then no record had a marker
 *     before, and looking people up by e-mail alone is enough
 */
public record PreparedDefinitions(Map<String, String> lists, boolean markerIsNew) {

  /** Copies the map. */
  public PreparedDefinitions {
    lists = Map.copyOf(lists);
  }
}
