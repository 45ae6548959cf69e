package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, where there is no Java that it could use. */
class StartScriptTest {
  @TempDir Path folder;

  private record Ended(int exit, String said) {}

  private Ended run(Path java) throws IOException, InterruptedException {
    Path script =
        Path.of(System.getProperty("offramp.root", "../..")).resolve("offramp").toAbsolutePath();
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString(), "doctor");
    builder.environment().put("PATH", java.getParent() + ":/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", "");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  private Path java(String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path java = Files.writeString(bin.resolve("java"), script);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return java;
  }

  @Test
  void anOldJavaIsTold() throws IOException, InterruptedException {
    Ended ended = run(java("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n"));
    assertThat(ended.exit()).isEqualTo(CommandException.ENVIRONMENT);
    assertThat(ended.said()).contains("OFF-3001").contains("11");
  }

  @Test
  void noJavaIsTold() throws IOException, InterruptedException {
    Ended ended = run(java("#!/bin/sh\nexit 127\n"));
    assertThat(ended.exit()).isEqualTo(CommandException.ENVIRONMENT);
    assertThat(ended.said()).contains("OFF-3001");
  }
}
