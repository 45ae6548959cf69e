package dev.offramp.audit.forecast;

/** Says lengths of time as people do. */
final class TimeWords {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private TimeWords() {}

  /** Such as {@code 55 s}, {@code 12 min 30 s}, {@code 3 h 5 min}, {@code 2 days 4 h}. */
  static String of(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    if (seconds < HOUR) {
      return two(seconds / MINUTE + " min", seconds % MINUTE, " s");
    }
    if (seconds < DAY) {
      return two(seconds / HOUR + " h", seconds % HOUR / MINUTE, " min");
    }
    long days = seconds / DAY;
    return two(days + (days == 1 ? " day" : " days"), seconds % DAY / HOUR, " h");
  }

  private static String two(String large, long small, String unit) {
    return small == 0 ? large : large + " " + small + unit;
  }
}
