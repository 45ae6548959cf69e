package dev.offramp.bench.permits;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What all loaders are told to do at once: each way of pacing at its own server, side by side.
 *
 * @param id names the round; budgets are named after it
 * @param rate the limit
 * @param processes how many loaders take part
 * @param begin when calls begin
 * @param settled when measuring begins
 * @param end after it no call begins
 * @param ports where each variant has its server
 */
record Round(
    String id,
    Rate rate,
    int processes,
    Instant begin,
    Instant settled,
    Instant end,
    Map<Variant, Integer> ports) {

  /** The round as a line for a loader's standard input. */
  String line() {
    StringBuilder line = new StringBuilder(id);
    line.append(' ').append(rate.calls()).append(' ').append(rate.window().toMillis());
    line.append(' ').append(processes);
    for (Instant instant : List.of(begin, settled, end)) {
      line.append(' ').append(instant.toEpochMilli());
    }
    for (Variant variant : Variant.values()) {
      line.append(' ').append(ports.get(variant));
    }
    return line.toString();
  }

  /** Reads {@link #line()}. */
  static Round parse(String line) {
    String[] parts = line.split(" ", -1);
    Map<Variant, Integer> ports = new EnumMap<>(Variant.class);
    int next = 7;
    for (Variant variant : Variant.values()) {
      ports.put(variant, Integer.valueOf(parts[next++]));
    }
    return new Round(
        parts[0],
        new Rate(Integer.parseInt(parts[1]), Duration.ofMillis(Long.parseLong(parts[2]))),
        Integer.parseInt(parts[3]),
        Instant.ofEpochMilli(Long.parseLong(parts[4])),
        Instant.ofEpochMilli(Long.parseLong(parts[5])),
        Instant.ofEpochMilli(Long.parseLong(parts[6])),
        ports);
  }
}
