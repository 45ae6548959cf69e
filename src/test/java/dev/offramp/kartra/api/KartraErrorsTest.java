package dev.offramp.kartra.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every number that Kartra documents has a code of ours; others fall to one that says so. */
class KartraErrorsTest {
  private static final Set<Integer> UNDOCUMENTED =
      Set.of(205, 210, 216, 218, 221, 222, 232, 235, 237, 241, 246, 279, 286, 287, 288, 289);

  private final KartraErrors errors = new KartraErrors();

  @Test
  void allDocumentedNumbersAreThereAndNoOthers() {
    TreeSet<String> documented = new TreeSet<>();
    IntStream.rangeClosed(201, 290)
        .filter(n -> !UNDOCUMENTED.contains(n))
        .forEach(n -> documented.add(Integer.toString(n)));
    assertThat(errors.types()).isEqualTo(documented);
  }

  @Test
  void othersFallToTheFallback() {
    for (String type : new String[] {"205", "289", "999", "", "x"}) {
      assertThat(errors.of(type).code()).isEqualTo("OFF-2850");
    }
  }

  @Test
  void everyGroupSaysWhatToDo() {
    for (String type : errors.types()) {
      assertThat(errors.of(type).message()).as(type).hasSizeGreaterThan(40).endsWith(".");
    }
  }
}
