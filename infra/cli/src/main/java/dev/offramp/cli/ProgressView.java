package dev.offramp.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a phase has come: a bar on a terminal, a line now and then elsewhere. */
final class ProgressView implements AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);

  private final Console console;
  private final InstantSource clock;
  private String phase = "";
  private ProgressBar bar;
  private Instant lastLine = Instant.EPOCH;
  private long lastDone = -1;

  ProgressView(Console console, InstantSource clock) {
    this.console = console;
    this.clock = clock;
  }

  /**
   * Shows where things stand.
   *
   * @param note why it stands still, or empty
   */
  void show(String name, long done, long total, String note) {
    if (!name.equals(phase)) {
      next(name, total);
    }
    if (bar != null) {
      bar.maxHint(Math.max(total, done)).stepTo(done).setExtraMessage(note);
    } else {
      line(done, total, note);
    }
  }

  private void next(String name, long total) {
    close();
    phase = name;
    lastLine = Instant.EPOCH;
    lastDone = -1;
    if (console.terminal()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("%-10s".formatted(name))
              .setInitialMax(total)
              .setUpdateIntervalMillis(200)
              .setStyle(
                  console.colour()
                      ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK
                      : ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(console.people()))
              .build();
    }
  }

  private void line(long done, long total, String note) {
    Instant now = clock.instant();
    boolean ended = done == total && done != lastDone;
    if (!ended && (done == lastDone || lastLine.plus(BETWEEN_LINES).isAfter(now))) {
      return;
    }
    lastLine = now;
    lastDone = done;
    console.say(
        "%s %,d of %,d%s".formatted(phase, done, total, note.isEmpty() ? "" : " (" + note + ")"));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
