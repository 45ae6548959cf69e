package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.verify.Extent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody waits for what the one before has done with. */
class HandingOnTest {
  private final LoadRig rig = new LoadRig(new FakeCrm(4));
  private final AtomicInteger closed = new AtomicInteger();
  private Job job;
  private boolean refuses;

  /** The budget that a destination holds goes back when it is closed. */
  @BeforeEach
  void countWhatIsClosed() {
    rig.destination =
        (Destination)
            Proxy.newProxyInstance(
                Destination.class.getClassLoader(),
                new Class<?>[] {Destination.class},
                (self, method, args) -> {
                  closed.addAndGet(method.getName().equals("close") ? 1 : 0);
                  if (refuses && method.getName().equals("inspect")) {
                    throw new DestinationException("OFF-2004", "The key is not accepted.");
                  }
                  try {
                    return method.invoke(rig.crm, args);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    job = rig.job("a.csv", LoadRig.people(0, 6, 3));
  }

  @Test
  void whoHasLoadedTheLastChunkReadsBackInTheSameCall() {
    AccountStage account = new AccountStage(rig.loader(), rig.verifier(Extent.ALL));
    account.handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.REPORTING);
  }

  @Test
  void theBudgetIsGivenBackAfterLoadingVerifyingAndTakingBack() {
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(closed).as("loaded").hasValue(1);
    rig.verifier(Extent.ALL).handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(closed).as("read back").hasValue(2);
    new UndoPreview(rig.ports()).of(List.of(rig.now(job)), Set.of());
    assertThat(closed).as("rehearsed").hasValue(3);
    rig.undoAll(job);
    assertThat(closed).as("taken back").hasValue(4);
  }

  @Test
  void theBudgetIsGivenBackAlsoWhereLoadingStops() {
    refuses = true;
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.FAILED);
    assertThat(closed).hasValue(1);
  }
}
