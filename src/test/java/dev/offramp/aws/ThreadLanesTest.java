package dev.offramp.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.load.Lanes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever was started has ended when the lanes give control back. */
class ThreadLanesTest {
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final ThreadLanes lanes = new ThreadLanes(threads);
  private final CountDownLatch failed = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** Ends well after the other side has failed. */
  private void slow() {
    try {
      assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    ended.set(true);
  }

  private void fail(Throwable failure) {
    failed.countDown();
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  private Supplier<String> failing(Throwable failure) {
    return () -> {
      fail(failure);
      return "";
    };
  }

  @Test
  void besideWaitsForTheOtherAfterAnError() {
    Error error = new StackOverflowError("deep");
    assertThatThrownBy(() -> lanes.beside(failing(error), this::slow)).isSameAs(error);
    assertThat(ended).isTrue();
  }

  @Test
  void besideWaitsForTheOtherAfterAnException() {
    RuntimeException wrong = new IllegalStateException("wrong");
    assertThatThrownBy(() -> lanes.beside(failing(wrong), this::slow)).isSameAs(wrong);
    assertThat(ended).isTrue();
  }

  @Test
  void besideGivesTheFailureOfTheWorkAndKeepsTheOther() {
    RuntimeException wrong = new IllegalStateException("wrong");
    Error error = new StackOverflowError("deep");
    assertThatThrownBy(() -> lanes.beside(failing(wrong), () -> fail(error)))
        .isSameAs(wrong)
        .hasSuppressedException(error);
  }

  @Test
  void besideGivesAnErrorOfTheOther() {
    Error error = new StackOverflowError("deep");
    assertThatThrownBy(() -> lanes.beside(() -> "done", () -> fail(error))).isSameAs(error);
  }

  @Test
  void runWaitsForAllAfterAnError() {
    Error error = new StackOverflowError("deep");
    Supplier<String> slow =
        () -> {
          slow();
          return "";
        };
    assertThatThrownBy(() -> lanes.run(List.of(failing(error), slow))).isSameAs(error);
    assertThat(ended).isTrue();
  }

  @Test
  void anInterruptDoesNotLeaveTheOtherBehind() {
    Supplier<String> interrupted =
        () -> {
          Thread.currentThread().interrupt();
          failed.countDown();
          return "done";
        };
    assertThatThrownBy(() -> lanes.beside(interrupted, this::slow))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).isTrue();
  }

  @Test
  void whatWasBegunGoesOnUntilItIsAwaited() {
    Lanes.Begun<String> begun =
        lanes.begin(
            () -> {
              slow();
              return "done";
            });
    assertThat(ended).isFalse();
    failed.countDown();
    assertThat(begun.await()).isEqualTo("done");
    assertThat(ended).isTrue();
    assertThat(begun.await()).isEqualTo("done");
  }

  @Test
  void whoeverAwaitsIsToldWhatWentWrong() {
    RuntimeException wrong = new IllegalStateException("wrong");
    Lanes.Begun<String> begun = lanes.begin(failing(wrong));
    assertThatThrownBy(begun::await).isSameAs(wrong);
    assertThatThrownBy(begun::await).isSameAs(wrong);
    Error error = new StackOverflowError("deep");
    assertThatThrownBy(lanes.begin(failing(error))::await).isSameAs(error);
  }

  @Test
  void givesTheResultsInTheOrderOfTheCalls() {
    Supplier<Integer> one = () -> 1;
    Supplier<Integer> two = () -> 2;
    assertThat(lanes.run(List.of(one, two, one))).containsExactly(1, 2, 1);
    assertThat(lanes.beside(two, () -> {})).isEqualTo(2);
  }
}
