package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.throttle.Cost;
import dev.offramp.throttle.Feedback;
import dev.offramp.throttle.Permit;
import dev.offramp.throttle.Throttle;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls in sight of a person: seen in time, and looked for seldom. */
class BrakedThrottleTest {
  private static final Duration SEEN = Duration.ofSeconds(5);

  private final LoadRig rig = new LoadRig(new FakeCrm(2));
  private final Job job = rig.job("a.csv", LoadRig.people(0, 2, 2));
  private final List<Permit> reported = new ArrayList<>();
  private Duration gap = Duration.ofMillis(53);
  private Duration readTime = Duration.ofMillis(5);
  private Runnable whileWaiting = () -> {};
  private long permits;
  private int looks;

  private final JobStore jobs =
      (JobStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {JobStore.class},
              (self, method, args) -> {
                looks++;
                rig.clock.advance(readTime);
                return method.invoke(rig.jobs, args);
              });

  private final Throttle paced =
      new Throttle() {
        @Override
        public Permit acquire(Cost cost, Instant latestStart) {
          whileWaiting.run();
          rig.clock.advance(gap);
          Instant now = rig.clock.instant();
          return new Permit(++permits, cost, now, now.plusMillis(40));
        }

        @Override
        public void report(Permit permit, Feedback feedback) {
          reported.add(permit);
        }

        @Override
        public String reason() {
          return "";
        }

        @Override
        public Duration eta(long calls) {
          return Duration.ZERO;
        }

        @Override
        public void close() {}
      };

  private final Throttle throttle =
      new BrakedThrottle(paced, new Brake(jobs, job, rig.clock), rig.clock);

  private void call() {
    Permit permit = throttle.acquire(Cost.call(), Instant.MAX);
    assertThat(permit.goodAt(rig.clock.instant())).isTrue();
    throttle.report(permit, Feedback.fine());
  }

  private void pause() {
    rig.jobs.transition(job.id(), JobState.LOADING, JobEvent.PAUSE, "", rig.clock.instant());
  }

  @Test
  void aThousandCallsInAMinuteTakeThirtyLooks() {
    for (int i = 0; i < 1000; i++) {
      call();
    }
    assertThat(looks).isBetween(20, 30);
  }

  @Test
  void noCallStartsMoreThanFiveSecondsAfterTheChangeHoweverFarApartCallsAre() {
    for (int millis = 10; millis <= 5000; millis += 190) {
      gap = Duration.ofMillis(millis);
      call();
    }
    pause();
    Instant paused = rig.clock.instant();
    gap = Duration.ofMillis(10);
    Instant[] last = {paused};
    assertThatThrownBy(
            () -> {
              while (true) {
                call();
                last[0] = rig.clock.instant();
              }
            })
        .isInstanceOf(JobStoppedException.class)
        .hasMessageStartingWith("OFF-2920");
    assertThat(last[0]).isBefore(paused.plus(SEEN));
  }

  @Test
  void whoIsStoppedWhileItWaitsForItsPermitGivesItBack() {
    call();
    gap = Duration.ofSeconds(5);
    whileWaiting = this::pause;
    assertThatThrownBy(this::call).isInstanceOf(JobStoppedException.class);
    assertThat(reported).hasSize(2);
    int before = looks;
    assertThatThrownBy(this::call).isInstanceOf(JobStoppedException.class);
    assertThat(looks).as("once stopped it is not looked for again").isEqualTo(before);
  }

  @Test
  void aPermitThatALookOutlivesIsNotUsed() {
    call();
    gap = Duration.ofSeconds(4);
    readTime = Duration.ofMillis(60);
    whileWaiting = () -> gap = permits > 1 ? Duration.ofMillis(50) : gap;
    call();
    assertThat(permits).isEqualTo(3);
    assertThat(reported).as("the one that was void too").hasSize(3);
  }
}
