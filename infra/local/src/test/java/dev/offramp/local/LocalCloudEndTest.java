package dev.offramp.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.local.sample.SampleRun;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the whole program is ended from outside. */
class LocalCloudEndTest {
  @TempDir Path folder;

  @Test
  void ended_in_order_it_leaves_nothing() throws Exception {
    Path temporary = end(false);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void killed_at_once_it_leaves_no_process() throws Exception {
    end(true);
  }

  private Path end(boolean atOnce) throws Exception {
    SampleProject project = SampleProject.create(folder.resolve("project"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SampleRun.class.getName(),
                project.folder().resolve("template.yaml").toString(),
                project.folder().resolve("out").toString(),
                temporary.toString())
            .redirectErrorStream(true)
            .start();
    try {
      List<ProcessHandle> functions = functionsOf(run);
      assertThat(functions).hasSize(2).allMatch(ProcessHandle::isAlive);
      if (atOnce) {
        run.destroyForcibly();
      } else {
        run.destroy();
      }
      assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
      Await.until(
          "the functions' processes are gone",
          () -> functions.stream().noneMatch(ProcessHandle::isAlive));
      return temporary;
    } finally {
      run.destroyForcibly();
    }
  }

  private static List<ProcessHandle> functionsOf(Process run) throws Exception {
    List<ProcessHandle> functions = new ArrayList<>();
    StringBuilder output = new StringBuilder();
    BufferedReader lines = run.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      output.append(line).append('\n');
      if (line.startsWith("pid ")) {
        functions.add(ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow());
      }
      if (line.equals("running")) {
        return functions;
      }
    }
    throw new AssertionError("it did not come up:\n" + output);
  }
}
