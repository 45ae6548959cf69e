package dev.offramp.crm;

import java.util.Map;
import java.util.Optional;

/**
 * How what was loaded can be read back from a destination, as data.
 *
 * @param optOutField a field of the record that is {@code true} where the person is opted out of
 *     everything; empty where consent has to be asked for by address
 * @param modifiedField a field of the record with the moment of its last change, in ISO form; empty
 *     where the destination does not tell
 * @param shapes of the destination's own fields; those that we make have the shapes of their
 *     definitions
 */
public record ReadBack(
    Optional<String> optOutField, Optional<String> modifiedField, Map<String, ValueShape> shapes) {

  /** Records tell neither consent nor when they were changed. */
  public static final ReadBack PLAIN = new ReadBack(Optional.empty(), Optional.empty(), Map.of());

  /** Copies the shapes. */
  public ReadBack {
    shapes = Map.copyOf(shapes);
  }
}
