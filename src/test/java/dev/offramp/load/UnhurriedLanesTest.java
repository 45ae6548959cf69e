package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever waits is not held up by calls that go one after another. */
class UnhurriedLanesTest {
  private final List<Integer> sideBySide = new ArrayList<>();
  private final UnhurriedLanes lanes = new UnhurriedLanes(new Counting());

  /** Notes how many calls it is given at once. */
  private final class Counting extends SingleLanes {
    @Override
    public <T> List<T> run(List<Supplier<T>> calls) {
      sideBySide.add(calls.size());
      return super.run(calls);
    }
  }

  private List<Supplier<Integer>> calls(int hurriedAt) {
    return IntStream.range(0, 5)
        .<Supplier<Integer>>mapToObj(
            place ->
                () -> {
                  if (place == hurriedAt) {
                    lanes.hurry();
                  }
                  return place;
                })
        .toList();
  }

  @Test
  void oneAfterAnotherWhileNobodyWaits() {
    assertThat(lanes.run(calls(-1))).containsExactly(0, 1, 2, 3, 4);
    assertThat(sideBySide).isEmpty();
  }

  @Test
  void whatIsLeftGoesSideBySideOnceSomebodyWaits() {
    assertThat(lanes.run(calls(1))).containsExactly(0, 1, 2, 3, 4);
    assertThat(sideBySide).containsExactly(3);
    assertThat(lanes.run(calls(-1))).containsExactly(0, 1, 2, 3, 4);
    assertThat(sideBySide).containsExactly(3, 5);
  }

  @Test
  void noFurtherCallBeginsOnceNobodyWantsThem() {
    List<Integer> made = new ArrayList<>();
    List<Supplier<Boolean>> calls =
        IntStream.range(0, 5)
            .<Supplier<Boolean>>mapToObj(
                place ->
                    () -> {
                      if (place == 1) {
                        lanes.stop();
                      }
                      return made.add(place);
                    })
            .toList();
    assertThatThrownBy(() -> lanes.run(calls)).isInstanceOf(CancellationException.class);
    assertThat(made).containsExactly(0, 1);
    assertThatThrownBy(() -> lanes.run(calls)).isInstanceOf(CancellationException.class);
    assertThat(made).containsExactly(0, 1);
  }
}
