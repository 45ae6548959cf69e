package dev.offramp.throttle;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One published limit of an account.
 *
 * @param unit what it counts
 * @param limit how much of it is allowed, at least 1
 * @param length over how long; zero for a limit of calls in flight
 * @param rule how the vendor counts
 * @param zone the zone whose midnight starts a {@link Rule#CALENDAR} day; empty when it is not
 *     known: then the limit is kept in every stretch of 25 hours, the longest that a day can be
 * @param source the address of the page that states the figure
 * @param note what the figure does not say by itself; may be empty
 */
public record Window(
    CostUnit unit,
    long limit,
    Duration length,
    Rule rule,
    Optional<ZoneId> zone,
    String source,
    String note) {

  /** How a vendor counts a window. */
  public enum Rule {
    /** In no stretch of the window's length, wherever it starts, more than the limit. */
    SLIDING,
    /** From midnight to midnight in the window's zone. */
    CALENDAR,
    /** Calls in flight at one moment. */
    IN_FLIGHT
  }

  /** Throws {@link IllegalArgumentException} when the parts do not fit each other. */
  public Window {
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(note, "note");
    if (limit < 1) {
      throw new IllegalArgumentException("a limit is at least 1, not " + limit);
    }
    if (rule == Rule.IN_FLIGHT ? !length.isZero() : length.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("a window of " + length + " does not fit " + rule);
    }
    if (rule == Rule.CALENDAR ? !length.equals(Duration.ofDays(1)) : zone.isPresent()) {
      throw new IllegalArgumentException("a calendar window is one day, and only it has a zone");
    }
  }

  /**
   * Windows of calls of up to a minute are kept by spacing the calls; the others by counting them.
   * Spacing costs no memory and no burst; over an hour or a day it would hold back a load that
   * could be done at once.
   */
  public boolean paced() {
    return rule == Rule.SLIDING
        && unit == CostUnit.CALLS
        && length.compareTo(Duration.ofMinutes(1)) <= 0;
  }

  /** Whether the window is kept as the calendar day of a known zone. */
  boolean onCalendar() {
    return rule == Rule.CALENDAR && zone.isPresent();
  }

  /** The stretch in which the limit is kept, for a window that is not kept on the calendar. */
  Duration slidesOver() {
    return rule == Rule.CALENDAR ? Duration.ofHours(25) : length;
  }

  /** Whether the window is kept by counting what was leased. */
  public boolean counted() {
    return rule != Rule.IN_FLIGHT && !paced();
  }

  /** The window's name inside its budget, such as {@code calls/PT10S} or {@code calls/day}. */
  public String id() {
    String over =
        switch (rule) {
          case SLIDING -> length.toString();
          case CALENDAR -> "day";
          case IN_FLIGHT -> "in-flight";
        };
    return units() + "/" + over;
  }

  /** The limit in words, such as {@code 190 calls in 10 s}. */
  public String inWords() {
    String over =
        switch (rule) {
          case SLIDING -> "in " + seconds();
          case CALENDAR -> "a day";
          case IN_FLIGHT -> "in flight";
        };
    return limit + " " + units().replace('_', ' ') + " " + over;
  }

  private String units() {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  private String seconds() {
    return length.compareTo(Duration.ofHours(1)) >= 0
        ? length.toHours() + " h"
        : length.toSeconds() + " s";
  }
}
