package dev.offramp.audit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Sums by a name and a second one; mutable while rows are read.
 *
 * @param <V> what is added up
 */
final class NamedSums<V> {
  private final BinaryOperator<V> plus;
  private final Map<String, Map<String, V>> sums = new TreeMap<>();

  NamedSums(BinaryOperator<V> plus) {
    this.plus = plus;
  }

  void add(String name, String second, V value) {
    sums.computeIfAbsent(name, n -> new TreeMap<>()).merge(second, value, plus);
  }

  void add(Map<String, Map<String, V>> others) {
    others.forEach((name, seconds) -> seconds.forEach((second, v) -> add(name, second, v)));
  }

  Map<String, Map<String, V>> build() {
    Map<String, Map<String, V>> copy = new TreeMap<>();
    sums.forEach((name, seconds) -> copy.put(name, new TreeMap<>(seconds)));
    return copy;
  }
}
