package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.ChunkState;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.sandbox.FaultPlan;
import dev.offramp.sandbox.kartra.Truth;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in processes of their own hear a person's word within five seconds. */
class LiveControlIT {
  private static final Duration SEEN = Duration.ofSeconds(5);
  private static final int CHUNK_ROWS = 400;
  private static final int HALF = 95;

  @TempDir Path folder;

  @Test
  void pauseShareAndPanicAreSeenWithinFiveSeconds() throws Exception {
    try (EndToEndCloud cloud =
        EndToEndCloud.start(
            Optional.empty(), folder, "live", FaultPlan.none(150), CHUNK_ROWS, false)) {
      Truth truth = cloud.upload(4500);
      LiveCommands commands = new LiveCommands(cloud.stack());
      Job job = cloud.await("it loads", j -> j.state() == JobState.LOADING);
      cloud.await("in mid-chunk", j -> midChunk(cloud, j));

      Instant word = Instant.now();
      commands.pause(job);
      silentFrom(cloud, word);
      Job paused = cloud.await("paused", j -> j.state() == JobState.PAUSED);
      assertThat(paused.counters().pending()).as("invariant 1").isPositive();

      word = Instant.now();
      commands.resume(job);
      callsAgainBy(cloud, word.plus(SEEN));

      // What was sent under the larger share counts, so that calls may stop for ten seconds first.
      commands.throttle(Optional.of(new BigDecimal("0.5")), Optional.of("hubspot"));
      TimeUnit.MILLISECONDS.sleep(SEEN.toMillis());
      assertThat(mostCallsInTenOf(cloud, Duration.ofSeconds(11)))
          .as("invariant 7: half of 190, and calls go on")
          .isBetween(HALF / 4, HALF);
      cloud.await("it gets on", j -> j.chunksLoaded() > paused.chunksLoaded());

      word = Instant.now();
      List<Job> stopped = commands.panic(Optional.empty(), "a drill");
      assertThat(stopped).hasSize(1);
      silentFrom(cloud, word);
      commands.throttle(Optional.empty(), Optional.of("hubspot"));
      word = Instant.now();
      commands.resumeAll(Optional.empty());
      callsAgainBy(cloud, word.plus(SEEN));

      Job done = cloud.completed();
      assertThat(done.counters().pending()).as("invariant 1").isZero();
      assertThat(done.counters().created() + done.counters().updated()).isEqualTo(truth.people());
      assertThat(cloud.hubspot().stats().path("refusedForTheLimit").asInt()).isZero();
    }
  }

  private static boolean midChunk(EndToEndCloud cloud, Job job) {
    return cloud
            .parts()
            .jobs()
            .chunk(job.id(), job.chunksLoaded())
            .filter(chunk -> chunk.state() == ChunkState.LOADING)
            .isPresent()
        && cloud.calls() > 4;
  }

  /** No call starts later than five seconds after the word. */
  private static void silentFrom(EndToEndCloud cloud, Instant word) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(Duration.between(Instant.now(), word.plus(SEEN)).toMillis());
    int calls = cloud.calls();
    TimeUnit.SECONDS.sleep(2);
    assertThat(cloud.calls()).as("calls after five seconds").isEqualTo(calls);
  }

  /** The most calls in any ten seconds of the next ones, looked at every 50 ms. */
  private static int mostCallsInTenOf(EndToEndCloud cloud, Duration length)
      throws InterruptedException {
    NavigableMap<Instant, Integer> looks = new TreeMap<>();
    int most = 0;
    for (Instant end = Instant.now().plus(length); Instant.now().isBefore(end); ) {
      Instant now = Instant.now();
      looks.put(now, cloud.calls());
      int before = looks.ceilingEntry(now.minusSeconds(10)).getValue();
      most = Math.max(most, looks.get(now) - before);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return most;
  }

  private static void callsAgainBy(EndToEndCloud cloud, Instant end) throws InterruptedException {
    int calls = cloud.calls();
    while (cloud.calls() == calls) {
      assertThat(Instant.now()).as("the first call after a resume").isBefore(end);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
