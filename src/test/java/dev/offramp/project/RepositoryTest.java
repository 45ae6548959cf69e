package dev.offramp.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds for every file of the project. */
class RepositoryTest {
  private static final Pattern MACHINE =
      Pattern.compile("/(?:home|Users|root)/\\w|[A-Za-z]:\\\\+Users\\\\");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?([\\w.]+)\\.\\w+;$");
  private static final Pattern OF_FUNCTIONS =
      Pattern.compile(
          "java\\..*|jakarta\\.(inject|enterprise\\.(inject|event))|io\\.quarkus\\.runtime"
              + "|com\\.amazonaws\\..*");
  private static final int A_PAGE = 60;

  @Test
  void noFileNamesAPersonsMachine() {
    List<String> found = new ArrayList<>();
    Repository.texts()
        .forEach(
            (path, text) -> {
              Matcher matcher = MACHINE.matcher(text);
              if (matcher.find()) {
                found.add(path + ": " + matcher.group());
              }
            });

    assertThat(found).isEmpty();
  }

  @Test
  void functionsKnowTheLibrarysFaceForAwsAndNothingElseOfOurs() {
    List<String> found = new ArrayList<>();
    Repository.texts()
        .forEach(
            (path, text) -> {
              if (path.matches("functions/\\w+/src/main/.*\\.java")) {
                IMPORT
                    .matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .filter(type -> !type.equals("dev.offramp.aws"))
                    .filter(type -> !OF_FUNCTIONS.matcher(type).matches())
                    .forEach(type -> found.add(path + ": " + type));
              }
            });

    assertThat(found).isEmpty();
  }

  @Test
  void theLibraryKnowsNoFunctionAndNothingOfTheInfrastructure() {
    Pattern outside = Pattern.compile("dev\\.offramp\\.(functions|local|sandbox|cli|bench)\\b");
    List<String> found = new ArrayList<>();
    Repository.texts()
        .forEach(
            (path, text) -> {
              Matcher matcher = outside.matcher(text);
              if (path.matches("src/main/java/.*\\.java") && matcher.find()) {
                found.add(path + ": " + matcher.group());
              }
            });

    assertThat(found).isEmpty();
  }

  @Test
  void aHandlerIsAboutAPage() {
    var handlers = Repository.texts();
    handlers.keySet().removeIf(path -> !path.matches("functions/.*/src/main/.*Handler\\.java"));

    assertThat(handlers).hasSizeGreaterThanOrEqualTo(5);
    assertThat(handlers)
        .allSatisfy((path, text) -> assertThat(text.lines().count()).isLessThanOrEqualTo(A_PAGE));
  }
}
