package dev.offramp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a demo leaves, so that it can be taken back afterwards. */
final class KeptDemo {
  private final ObjectMapper json = new ObjectMapper();
  private final Home home;

  KeptDemo(Home home) {
    this.home = home;
  }

  /**
   * What the destination held before the load.
   *
   * @param job the job that loaded
   * @param dump all of the destination
   */
  record Before(String job, JsonNode dump) {}

  /** Its state folder. */
  Path folder() {
    return home.folder().resolve("demo").resolve("state");
  }

  /** Whether a demo has loaded and ended. */
  boolean exists() {
    return Files.exists(before());
  }

  private Path before() {
    return folder().resolve("before.json");
  }

  /** Notes what the destination held before this job. */
  void remember(Before held) {
    try {
      json.writeValue(before().toFile(), held);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", before() + " cannot be written: " + e, e);
    }
  }

  /**
   * Holds the destination against what it was before the demo's job.
   *
   * @return whether this was the demo's job
   * @throws CommandException OFF-3019 if it is not as it was
   */
  boolean isAsBefore(String job, JsonNode now) {
    Before held;
    try {
      held = json.readValue(before().toFile(), Before.class);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", before() + " cannot be read: " + e, e);
    }
    if (!held.job().equals(job)) {
      return false;
    }
    // Through text, since what was read back has other classes of numbers.
    if (!held.dump().toString().equals(now.toString())) {
      throw new CommandException(
          CommandException.FAILED, "OFF-3019", "HubSpot is not as it was before the load.");
    }
    return true;
  }
}
