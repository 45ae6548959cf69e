package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.sandbox.kartra.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code offramp audit}: files in, what they hold out; nothing else runs. */
class AuditCommandTest {
  private static final String GOOD = "email,tags\nanna@example.com,A;B\nben@example.com,A;C\n";

  @TempDir Path folder;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream people = new ByteArrayOutputStream();

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.createDirectories(folder.resolve("EMPTY"));
    Files.writeString(folder.resolve("in/good.csv"), GOOD);
  }

  private int run(String... args) {
    Console console =
        new Console(
            new PrintStream(data, true, StandardCharsets.UTF_8),
            new PrintStream(people, true, StandardCharsets.UTF_8),
            false,
            Map.of());
    return Offramp.run(console, new Home(folder, folder.resolve(".offramp")), Map.of(), args);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(data.toByteArray());
  }

  private List<String> names(String in) throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve(in))) {
      return new ArrayList<>(all.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void whatWasMadeUpIsWhatIsFound() throws IOException {
    ExportGenerator generator = new ExportGenerator(7, 5000);
    Truth truth;
    try (OutputStream out = Files.newOutputStream(folder.resolve("made-up.csv"))) {
      truth = generator.write(out);
    }
    assertThat(run("audit", "--json", path("made-up.csv"))).isZero();

    JsonNode audit = json().path("files").path(0).path("audit");
    assertThat(audit.path("rows").path("total").asLong()).isEqualTo(truth.rows());
    assertThat(audit.path("rows").path("rejected").asLong()).isEqualTo(truth.broken());
    assertThat(audit.path("duplicates").path("total").asLong()).isEqualTo(truth.repeats());
    assertThat(audit.path("forecast").path("plan").path("contacts").asLong())
        .isEqualTo(truth.people());
    assertThat(audit.path("tags").path("names").size()).isEqualTo(20);
    assertThat(audit.path("sample").path("size").asInt()).isEqualTo(100);
  }

  @Test
  void withoutJsonThePageAndTheTablesAreWritten() throws IOException {
    assertThat(run("audit", path("in"), "--out", path("out"))).isZero();
    assertThat(names("out")).containsExactly("good");
    assertThat(names("out/good"))
        .containsExactly("audit.html", "audit.json", "gdpr-review.csv", "sample.csv");
    assertThat(Files.readString(folder.resolve("out/good/gdpr-review.csv")))
        .contains("anna@example.com", "OFF-1601");
    assertThat(data.toString(StandardCharsets.UTF_8)).contains("rows", "tags", "to HubSpot:");
    assertThat(people.toString(StandardCharsets.UTF_8)).contains("audit ", path("out/good"));
  }

  @Test
  void withJsonStdoutIsOneDocumentWithAnEntryForEachFileAndNothingIsWritten() throws IOException {
    Files.writeString(folder.resolve("in/other.csv"), "a,b\n1,2\n");
    List<String> before = names(".");
    assertThat(run("audit", "--json", path("in"))).isEqualTo(CommandException.INPUT);

    JsonNode document = json();
    assertThat(document.path("ok").asBoolean()).isFalse();
    assertThat(document.path("files")).hasSize(2);
    assertThat(document.path("files").path(0).path("audit").path("kind").asText())
        .isEqualTo("contacts");
    JsonNode error = document.path("files").path(1).path("error");
    assertThat(error.path("code").asText()).isEqualTo("OFF-1112");
    assertThat(error.path("header").path(1).asText()).isEqualTo("b");
    assertThat(error.path("bestGuess").asText()).isNotEmpty();
    assertThat(names(".")).isEqualTo(before);
  }

  @Test
  void theUploadIsNotTouched() throws IOException {
    run("audit", path("in/good.csv"), "--out", path("out"));
    assertThat(Files.readString(folder.resolve("in/good.csv"))).isEqualTo(GOOD);
    assertThat(names("in")).containsExactly("good.csv");
  }

  @Test
  void aFileThatCannotBeAuditedLeavesNothing() throws IOException {
    Files.writeString(folder.resolve("bad.csv"), "a,b\n1,2\n");
    assertThat(run("audit", path("bad.csv"), "--out", path("out")))
        .isEqualTo(CommandException.INPUT);
    assertThat(names("out")).isEmpty();
    assertThat(people.toString(StandardCharsets.UTF_8)).contains("OFF-1112");
  }

  @Test
  void aPlanBesideTheFilesIsHeard() throws IOException {
    Files.writeString(
        folder.resolve("in/plan.yaml"),
        "destination: zoho\nshare: 0.5\nsample: 50\nseparators: {tags: \",\"}\n");
    assertThat(run("audit", "--json", path("in"))).isZero();
    JsonNode audit = json().path("files").path(0).path("audit");
    assertThat(audit.path("forecast").path("destination").asText()).isEqualTo("zoho");
    assertThat(audit.path("forecast").path("sharePerMille").asInt()).isEqualTo(500);
    assertThat(audit.path("separators").path(0).path("evidence").asText())
        .isEqualTo("named in the plan");
    assertThat(audit.path("tags").path("names").path(0).path("name").asText()).isEqualTo("A;B");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no file              | audit                              | ''
          nothing there        | audit nowhere.csv                  | OFF-3035
          an empty folder      | audit EMPTY                        | OFF-3022
          unknown destination  | audit GOOD --to nowhere            | OFF-3033
          unknown tier         | audit GOOD --tier gold             | OFF-3034
          too small a sample   | audit GOOD --sample 49             | OFF-3031
          too large a sample   | audit GOOD --sample 201            | OFF-3031
          """)
  void aWrongCallIsTold(String name, String call, String code) {
    String[] args =
        call.strip().replace("EMPTY", path("EMPTY")).replace("GOOD", path("in")).split(" +", -1);
    assertThat(run(args)).isEqualTo(CommandException.INPUT);
    assertThat(people.toString(StandardCharsets.UTF_8)).contains(code);
  }

  @Test
  void aWrongSampleInThePlanIsTold() throws IOException {
    Files.writeString(folder.resolve("in/plan.yaml"), "destination: hubspot\nsample: 10\n");
    assertThat(run("audit", path("in"))).isEqualTo(CommandException.INPUT);
    assertThat(people.toString(StandardCharsets.UTF_8)).contains("OFF-1605");
  }
}
