package dev.offramp.plan;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The field maps of destinations, each read once. */
public final class FieldMaps {
  private final Map<String, Optional<FieldMap>> read = new ConcurrentHashMap<>();

  /** The map of a destination, or nothing where there is none. */
  public Optional<FieldMap> of(String destination) {
    return read.computeIfAbsent(destination, FieldMap::of);
  }
}
