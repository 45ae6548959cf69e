package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A big upload goes through the heap of a function of 512 MB without the heap growing. The size is
 * small in the ordinary run; {@code infra/bench/big-upload} runs it with a million rows.
 */
class BigUploadTest {
  private static final long ROWS = Long.getLong("offramp.big.rows", 20_000);

  /** An ordinary run takes a sixteenth of the sizes as well, so that it has many runs too. */
  private static final int PART = ROWS < 200_000 ? 16 : 1;

  private static final long MEGABYTE = 1024 * 1024;

  /** What a run, a window or a profile more or less may make of a difference. */
  private static final long LEEWAY = 40 * MEGABYTE;

  @Test
  void theHeapStaysFlatAndEveryRowComesOutInOrder(@TempDir Path folder) throws Exception {
    Map<String, String> measured = run(folder);
    measured.forEach((name, value) -> System.out.println("big upload: " + name + " = " + value));
    assertThat(measured)
        .containsEntry("parsed", Long.toString(ROWS))
        .containsEntry("in_order", "true")
        .containsEntry("sha", "true");
    assertThat(Integer.parseInt(measured.get("runs"))).isGreaterThan(10);
    List<Long> scan = heap(measured, "scan");
    assertThat(scan.get(2)).as("heap at 90 %% of reading").isLessThan(scan.get(0) + LEEWAY);
    List<Long> order = heap(measured, "order");
    assertThat(order.get(2)).as("heap at 90 %% of ordering").isLessThan(order.get(0) + LEEWAY);
  }

  private static List<Long> heap(Map<String, String> measured, String pass) {
    return List.of("10", "50", "90").stream()
        .map(tenth -> Long.parseLong(measured.get("heap_" + pass + "_" + tenth)))
        .toList();
  }

  /** A process with the flags that the one-machine cloud gives a function of 512 MB. */
  private static Map<String, String> run(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx435m",
                "-cp",
                System.getProperty("java.class.path"),
                BigUploadRun.class.getName(),
                folder.toString(),
                Long.toString(ROWS),
                Integer.toString(PART))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Map<String, String> measured = new HashMap<>();
    output
        .lines()
        .filter(line -> line.contains("="))
        .forEach(line -> measured.put(line.split("=", 2)[0], line.split("=", 2)[1]));
    return measured;
  }
}
