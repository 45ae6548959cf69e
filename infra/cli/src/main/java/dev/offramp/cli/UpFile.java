package dev.offramp.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.sandbox.kartra.KartraOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What another command needs to find the one-machine cloud that is running.
 *
 * @param pid the process that runs it
 * @param stack its stack name
 * @param region its region
 * @param endpoints the address of each service, and of the simulated Kartra
 * @param sandbox where the simulated destination is
 * @param sandboxKey its key
 */
record UpFile(
    long pid,
    String stack,
    String region,
    Map<String, URI> endpoints,
    URI sandbox,
    String sandboxKey) {
  /** Under what name the simulated Kartra stands among the endpoints. */
  static final String KARTRA = "kartra";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The secret that leads to the simulated Kartra, where it runs. */
  Optional<String> kartraSecret() {
    return Optional.ofNullable(endpoints.get(KARTRA)).map(uri -> KartraOptions.usual().secret(uri));
  }

  private static Path path(Home home) {
    return home.folder().resolve("up.json");
  }

  /** What runs now; nothing if its process is gone. */
  static Optional<UpFile> find(Home home) {
    Path path = path(home);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      UpFile file = JSON.readValue(path.toFile(), UpFile.class);
      boolean alive = ProcessHandle.of(file.pid()).map(ProcessHandle::isAlive).orElse(false);
      return alive ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Written half by a process that was killed.
    }
  }

  void write(Home home) {
    try {
      Files.createDirectories(home.folder());
      JSON.writeValue(path(home).toFile(), this);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", path(home) + " cannot be written: " + e, e);
    }
  }

  static void remove(Home home) {
    try {
      Files.deleteIfExists(path(home));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path(home), e);
    }
  }
}
