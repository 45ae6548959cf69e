package dev.offramp.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every error that a person can meet is explained, and nothing else is. */
class ErrorsPageTest {
  private static final Pattern CODE = Pattern.compile("\\bOFF-\\d{4}\\b");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (OFF-\\d{4}) (\\S.*)$");
  private static final Pattern SOURCES =
      Pattern.compile("(src/main|(functions|infra)/\\w+/src/main|pom\\.xml|offramp).*");
  private static final int A_SENTENCE = 20;

  private final String page = Repository.texts().get("docs/errors.md");

  @Test
  void thePageExplainsTheCodesOfTheSourcesAndNoOthers() {
    TreeSet<String> raised = new TreeSet<>();
    Repository.texts()
        .forEach(
            (path, text) -> {
              if (SOURCES.matcher(path).matches()) {
                CODE.matcher(text).results().map(MatchResult::group).forEach(raised::add);
              }
            });

    assertThat(raised).isNotEmpty();
    assertThat(new TreeSet<>(codes())).isEqualTo(raised);
  }

  @Test
  void theCodesStandInOrderAndOnce() {
    assertThat(codes()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void everyCodeHasATextOfItsOwn() {
    List<String> parts = List.of(page.split("(?m)^## OFF-\\d{4} .*$", -1));

    assertThat(parts.subList(1, parts.size()))
        .hasSameSizeAs(codes())
        .allSatisfy(text -> assertThat(text.strip().length()).isGreaterThan(A_SENTENCE));
  }

  private List<String> codes() {
    return HEADING.matcher(page).results().map(heading -> heading.group(1)).toList();
  }
}
