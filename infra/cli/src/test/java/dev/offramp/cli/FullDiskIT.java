package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that becomes full while everything is being started. */
class FullDiskIT {
  /** {@code /dev/full} answers every write as a full disk does. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whatWasStartedIsEndedAndTheCodeIsTold(@TempDir Path folder) throws Exception {
    Path root = Path.of(System.getProperty("offramp.root", "../..")).toAbsolutePath().normalize();
    Home home = new Home(root, folder);
    Path up = Files.createSymbolicLink(folder.resolve("up.json"), Path.of("/dev/full"));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream people = new PrintStream(said, true, StandardCharsets.UTF_8);
    Console console = new Console(people, people, false, Map.of());

    assertThat(Offramp.run(console, home, Map.of(), "demo"))
        .isEqualTo(CommandException.ENVIRONMENT);

    assertThat(said.toString(StandardCharsets.UTF_8))
        .as("it came as far as that")
        .contains("Starting")
        .contains("OFF-3041")
        .contains("up.json");
    assertThat(ProcessHandle.current().descendants()).as("functions' processes").isEmpty();
    assertThat(up).doesNotExist();
    RunLock.take(home).close();
  }
}
