package dev.offramp.local.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialBatchTest {
  private static final Set<String> BATCH = Set.of("a", "b", "c");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing at all         | ''                                                       | 0",
        "null                   | null                                                     | 0",
        "an empty object        | {}                                                       | 0",
        "no list                | {\"batchItemFailures\":null}                             | 0",
        "an empty list          | {\"batchItemFailures\":[]}                               | 0",
        "one of them            | {\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}    | 1",
        "all of them            | {\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},"
            + "{\"itemIdentifier\":\"b\"},{\"itemIdentifier\":\"c\"}]}                     | 3",
        "a stranger             | {\"batchItemFailures\":[{\"itemIdentifier\":\"x\"}]}    | 3",
        "an empty id            | {\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}     | 3",
        "a null id              | {\"batchItemFailures\":[{\"itemIdentifier\":null}]}     | 3",
        "another name of the id | {\"batchItemFailures\":[{\"id\":\"b\"}]}                | 3",
        "text for the list      | {\"batchItemFailures\":\"b\"}                            | 3",
        "a text                 | \"fine\"                                                 | 3",
        "no json                | {\"batchItemFailures\":[                                 | 3"
      })
  void failures(String name, String answer, int failed) {
    Set<String> failures = new PartialBatch().failures(answer, BATCH);
    assertThat(failures).as(name).hasSize(failed);
    assertThat(BATCH).containsAll(failures);
  }
}
