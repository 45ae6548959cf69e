package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that anybody tries: the demo, and afterwards its rollback. */
class DemoIT {
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private @TempDir Path folder;

  private int run(String... args) {
    Path root = Path.of(System.getProperty("offramp.root", "../..")).toAbsolutePath().normalize();
    Console console =
        new Console(
            new PrintStream(data, true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            false,
            Map.of());
    return Offramp.run(console, new Home(root, folder), Map.of(), args);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatADemoMovedIsTakenBackByTheCommandThatItNames() {
    assertThat(run("demo", "--contacts", "300")).as(said()).isZero();
    String job = data.toString(StandardCharsets.UTF_8).split(" ", 2)[0];
    assertThat(said()).contains("offramp rollback " + job).contains("The whole demo took");
    assertThat(ProcessHandle.current().descendants()).as("it has ended").isEmpty();

    said.reset();
    assertThat(run("rollback", job)).as(said()).isZero();

    assertThat(said()).contains("HubSpot is exactly as it was before the load.");
    assertThat(data.toString(StandardCharsets.UTF_8)).contains("0 were left alone");
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }
}
