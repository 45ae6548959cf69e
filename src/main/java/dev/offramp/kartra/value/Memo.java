package dev.offramp.kartra.value;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What texts come to that stand in row after row, such as labels: worked out once. Bounded; for one
 * thread.
 *
 * @param <V> what a text comes to
 */
public final class Memo<V> {
  private static final int MOST = 256;
  private static final int LONGEST = 64;

  private final Function<String, V> make;
  private final Map<String, V> known = new HashMap<>();

  /** Takes what works it out: the same for the same text, and never null. */
  public Memo(Function<String, V> make) {
    this.make = make;
  }

  /** What a text comes to. */
  public V of(String text) {
    V met = known.get(text);
    if (met != null) {
      return met;
    }
    V made = make.apply(text);
    if (known.size() < MOST && text.length() <= LONGEST) {
      known.put(text, made);
    }
    return made;
  }
}
