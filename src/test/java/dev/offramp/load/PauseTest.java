package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.Destination;
import dev.offramp.job.Bell;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Outcome;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.throttle.BudgetControl;
import dev.offramp.throttle.InMemoryBudgetStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** A person stops jobs in the middle of a chunk, and lets them go on or takes them back. */
class PauseTest {
  private static final int PEOPLE = 12;

  private final LoadRig rig = new LoadRig(new FakeCrm(2));
  private final BudgetControl budgets = new BudgetControl(new InMemoryBudgetStore());
  private final LiveControl control = new LiveControl(rig.jobs, rig.bells, budgets, rig.clock);
  private IntConsumer beforeCall = n -> {};
  private Runnable onPauseSeen = () -> {};
  private int calls;

  /** Each call takes a second, and asks the brake first as the gate of every vendor does. */
  private Job job() {
    Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, 6));
    work(job);
    return job;
  }

  private void work(Job job) {
    Brake brake = new Brake(looked(), rig.now(job), rig.clock);
    rig.destination =
        (Destination)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Destination.class},
                (self, method, args) -> {
                  if (!List.of("traits", "close").contains(method.getName())) {
                    brake.look();
                    beforeCall.accept(++calls);
                    rig.clock.advance(Duration.ofSeconds(1));
                  }
                  try {
                    return method.invoke(rig.crm, args);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  private JobStore looked() {
    return (JobStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {JobStore.class},
            (self, method, args) -> {
              Object found = method.invoke(rig.jobs, args);
              if (found instanceof Optional<?> job && ((Job) job.orElseThrow()).state().paused()) {
                onPauseSeen.run();
              }
              return found;
            });
  }

  private Job pausedInMidChunk() {
    Job job = job();
    int[] made = {0};
    beforeCall =
        n -> {
          made[0] = made[0] == 0 && rig.crm.records().size() >= 2 ? n : made[0];
          if (made[0] == n) {
            assertThat(control.pause(job.id())).isPresent();
          }
        };
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(made[0]).as("the call at which it was paused").isPositive();
    assertThat(calls - made[0]).as("calls of a second each after that").isLessThanOrEqualTo(2);
    Job paused = rig.now(job);
    assertThat(paused.state()).isEqualTo(JobState.PAUSED);
    assertThat(paused.reason()).startsWith("OFF-2920");
    assertThat(rig.jobs.chunk(job.id(), 0).orElseThrow().state()).isEqualTo(ChunkState.LOADING);
    assertThat(paused.counters().pending()).as("invariant 1").isEqualTo(PEOPLE);
    beforeCall = n -> {};
    return paused;
  }

  @Test
  void invariants1And3_aJobThatIsPausedInMidChunkGoesOnFromTheLedger() {
    Job paused = pausedInMidChunk();
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(paused).chunksLoaded()).as("a bell changes nothing").isZero();
    control.resume(paused.id(), Set.of(LoadRig.ACCOUNT));
    work(paused);
    Job done = rig.loadAll(paused);
    assertThat(done.allLoaded()).isTrue();
    assertThat(done.counters().created()).isEqualTo(PEOPLE);
    assertThat(rig.crm.records()).as("invariant 3").hasSize(PEOPLE);
    assertThat(rig.outcomes(done).values()).allMatch(row -> row.outcome() == Outcome.CREATED);
  }

  @Test
  void invariant5_aJobThatIsPausedInMidChunkIsTakenBack() {
    String before = rig.crm.dump();
    Job paused = pausedInMidChunk();
    rig.request(paused);
    work(paused);
    assertThat(rig.undoAll(paused).state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void invariant5_aRollbackIsPausedAndGoesOn() {
    String before = rig.crm.dump();
    Job job = rig.loadAll(job());
    rig.request(job);
    work(job);
    int last = calls;
    beforeCall =
        n -> {
          if (n == last + 3) {
            assertThat(control.pause(job.id())).isPresent();
          }
        };
    rig.rollback().handle(job.id(), rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.ROLLBACK_PAUSED);
    assertThat(calls - last).isLessThanOrEqualTo(5);
    assertThat(rig.crm.dump()).isNotEqualTo(before);
    beforeCall = n -> {};
    control.resume(job.id(), Set.of(LoadRig.ACCOUNT));
    work(job);
    assertThat(rig.undoAll(job).state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.crm.dump()).isEqualTo(before);
  }

  @Test
  void whoIsLetGoOnWhileTheLoaderIsStillEndingIsNotForgotten() {
    Job job = job();
    beforeCall =
        n -> {
          if (n == 4) {
            control.pause(job.id());
            rig.clock.advance(Duration.ofSeconds(3));
          }
        };
    onPauseSeen =
        () -> {
          assertThat(control.resume(job.id(), Set.of())).isPresent();
          rig.bells.drain(); // They found the lease held.
        };
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.LOADING);
    assertThat(rig.bells.rung()).extracting(Bell::subject).contains(LoadRig.ACCOUNT);
  }

  @Test
  void aPanicStopsEverythingThatWorksAndNothingElseIsTakenUpAgain() {
    Job one = rig.job("one.csv", LoadRig.people(0, 4, 2));
    Job other = rig.job("other.csv", LoadRig.people(4, 8, 2));
    control.pause(other.id());
    List<Job> stopped =
        control.panic(Set.of(LoadRig.ACCOUNT), List.of(rig.now(one), rig.now(other)), "a drill");
    assertThat(stopped).extracting(Job::id).containsExactly(one.id());
    assertThat(rig.now(one).reason()).startsWith("OFF-2921").contains("a drill");
    assertThat(budgets.status(LoadRig.ACCOUNT).flag().name()).isEqualTo("PANIC");

    rig.bells.drain();
    List<Job> going =
        control.resumeAll(Set.of(LoadRig.ACCOUNT), List.of(rig.now(one), rig.now(other)));
    assertThat(going).extracting(Job::id).containsExactly(one.id());
    assertThat(rig.now(other).state()).isEqualTo(JobState.PAUSED);
    assertThat(budgets.status(LoadRig.ACCOUNT).flag().name()).isEqualTo("OPEN");
    assertThat(rig.bells.drain())
        .as("now, and for a loader that is just ending")
        .extracting(Bell::delay)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(75));
  }

  @Test
  void aBudgetThatOpensWakesWhoWasParkedForIt() {
    Job job = rig.job("a.csv", LoadRig.people(0, 2, 2));
    control.share(Set.of(LoadRig.ACCOUNT), Optional.of(0));
    rig.jobs.note(job.id(), "OFF-2922", rig.clock.instant().plusSeconds(900), rig.clock.instant());
    rig.bells.drain();
    control.share(Set.of(LoadRig.ACCOUNT), Optional.of(500));
    assertThat(rig.now(job).notBefore()).isBefore(rig.clock.instant());
    assertThat(rig.bells.drain()).extracting(Bell::subject).contains(LoadRig.ACCOUNT);
  }
}
