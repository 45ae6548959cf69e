package dev.offramp.local.lambda;

import dev.offramp.local.runtime.GuardedMain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of the classes that a process loads at its work, written when it ends in order
 * (application class data sharing):
 * https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html
 *
 * @param archive where it is kept
 * @param temporary where the process writes it
 */
record LearnedClasses(Path archive, Path temporary) {
  private static final Logger LOG = LoggerFactory.getLogger(LearnedClasses.class);
  private static final long LIMIT_SECONDS = 60;

  /** What is to be learnt where there is no archive yet. */
  static Optional<LearnedClasses> missing(Path archive) {
    return Files.exists(archive)
        ? Optional.empty()
        : Optional.of(
            new LearnedClasses(
                archive,
                archive.resolveSibling(
                    archive.getFileName() + "." + ProcessHandle.current().pid())));
  }

  /** Ends the process and keeps what it has written; without it functions start more slowly. */
  void keep(Process process) {
    try {
      try (OutputStream input = process.getOutputStream()) {
        input.write(GuardedMain.IN_ORDER);
      }
      if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && Files.exists(temporary)) {
        Files.move(temporary, archive, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      LOG.warn("no class archive {}, the function starts without: {}", archive, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
