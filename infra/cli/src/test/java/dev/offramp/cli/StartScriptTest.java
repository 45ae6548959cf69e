package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the command, where there is no Java that it could use, or no build. */
class StartScriptTest {
  private static final String JAVA_17 =
      "#!/bin/sh\necho 'openjdk version \"17.0.15\" 2025-04-15' >&2\n";

  @TempDir Path folder;
  private Path bin;
  private Path script;

  private record Ended(int exit, String said) {}

  /** A project that was never built, and a search path with the usual tools and no Java. */
  @BeforeEach
  void create() throws IOException {
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : List.of("sed", "head", "tail", "dirname", "readlink", "find", "mkdir")) {
      for (Path place : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
        if (Files.exists(place.resolve(tool)) && !Files.exists(bin.resolve(tool))) {
          program(bin.resolve(tool), "#!/bin/sh\nexec %s/%s \"$@\"\n".formatted(place, tool));
        }
      }
    }
    Path project = Files.createDirectories(folder.resolve("project"));
    script = project.resolve("offramp");
    Files.copy(
        Path.of(System.getProperty("offramp.root", "../..")).resolve("offramp").toAbsolutePath(),
        script);
  }

  private Ended run() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString(), "doctor");
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("JAVA_HOME", "");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  private static void program(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void needs(String code, String... words) throws IOException, InterruptedException {
    Ended ended = run();
    assertThat(ended.said()).contains(code).contains(words);
    assertThat(ended.exit()).isEqualTo(CommandException.ENVIRONMENT);
    assertThat(Files.exists(folder.resolve("project/infra/cli/target/built"))).isFalse();
  }

  @Test
  void anOldJavaIsTold() throws IOException, InterruptedException {
    program(bin.resolve("java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    needs("OFF-3001", "11");
    assertThat(folder.resolve("project/infra")).doesNotExist();
  }

  @Test
  void noJavaIsTold() throws IOException, InterruptedException {
    needs("OFF-3001", "No Java was found");
    assertThat(folder.resolve("project/infra")).doesNotExist();
  }

  @Test
  void aJavaThatDoesNotRunIsTold() throws IOException, InterruptedException {
    program(bin.resolve("java"), "#!/bin/sh\nexit 127\n");
    needs("OFF-3001", "No Java was found");
  }

  @Test
  void aRuntimeWithoutACompilerIsTold() throws IOException, InterruptedException {
    program(bin.resolve("java"), JAVA_17);
    needs("OFF-3001", "no JDK");
    assertThat(folder.resolve("project/infra")).doesNotExist();
  }

  @Test
  void aBuildThatFailsIsToldWithItsWordsAndTriedAgainNextTime()
      throws IOException, InterruptedException {
    program(bin.resolve("java"), JAVA_17);
    program(bin.resolve("javac"), "#!/bin/sh\n");
    program(folder.resolve("project/mvnw"), "#!/bin/sh\necho 'No space left on device'\nexit 1\n");
    needs("OFF-3002", "No space left on device", "build.log");
    needs("OFF-3002", "No space left on device", "build.log");
  }

  @Test
  void aFolderThatCannotBeMadeIsTold() throws IOException, InterruptedException {
    program(bin.resolve("java"), JAVA_17);
    program(bin.resolve("javac"), "#!/bin/sh\n");
    Files.writeString(folder.resolve("project/infra"), "in the way");
    needs("OFF-3003", "infra/cli/target");
  }
}
