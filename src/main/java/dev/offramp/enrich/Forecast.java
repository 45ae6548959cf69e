package dev.offramp.enrich;

import dev.offramp.job.Job;
import java.time.Duration;
import java.util.Locale;

/** Says how long it takes before it is begun, and while it goes on. */
final class Forecast {
  private static final int MINUTE = 60;

  private Forecast() {}

  /**
   * The line for people.
   *
   * @param here rows of the present chunk that are fetched already
   */
  static String of(Job job, KartraSession session, long here) {
    long open = job.counters().pending() * (job.chunks() - job.chunksMapped()) / job.chunks();
    long left = Math.max(0, open - here);
    return "OFF-2890 Kartra is asked about %,d contacts, at most %s calls a second: about %s."
        .formatted(left, rate(session.callsPerSecond()), text(session.eta(left)));
  }

  private static String rate(double perSecond) {
    return perSecond == Math.rint(perSecond)
        ? Long.toString(Math.round(perSecond))
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  static String text(Duration length) {
    long seconds = Math.max(1, length.toSeconds());
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    long minutes = seconds / MINUTE;
    return minutes < MINUTE
        ? "%d min %d s".formatted(minutes, seconds % MINUTE)
        : "%d h %d min".formatted(minutes / MINUTE, minutes % MINUTE);
  }
}
