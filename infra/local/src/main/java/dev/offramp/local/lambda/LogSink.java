package dev.offramp.local.lambda;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one function: a file to which its environments' output goes, line by line. */
final class LogSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogSink.class);

  private final Writer file;

  LogSink(Path path) {
    try {
      Files.createDirectories(path.getParent());
      file =
          Files.newBufferedWriter(
              path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new LocalCloudException(Problem.FOLDER, "The log " + path + " cannot be written.", e);
    }
  }

  /** Copies everything from an environment into the log, in a thread of its own. */
  void follow(String environment, InputStream output) {
    Thread thread = new Thread(() -> copy(environment, output), "log-" + environment);
    thread.setDaemon(true);
    thread.start();
  }

  /** Writes one line; a log that cannot be written (a full disk) does not stop the function. */
  synchronized void line(String environment, String text) {
    try {
      file.write(Instant.now() + " " + environment + " | " + text + System.lineSeparator());
      file.flush();
    } catch (IOException e) {
      LOG.warn("a line of {} is lost: {}", environment, e.toString());
    }
  }

  private void copy(String environment, InputStream output) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        line(environment, line);
      }
    } catch (IOException e) {
      // The pipe of a process that is killed may break in the middle of a line.
      LOG.debug("the output of {} ended: {}", environment, e.toString());
    }
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
