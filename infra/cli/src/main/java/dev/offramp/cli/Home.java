package dev.offramp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folders of the command.
 *
 * @param project the project with its template
 * @param folder what the command keeps: caches, logs, and what runs
 */
record Home(Path project, Path folder) {

  /** Reads {@code OFFRAMP_PROJECT} and {@code OFFRAMP_HOME}, which the start script sets. */
  static Home of(Map<String, String> environment) {
    Path project = Path.of(environment.getOrDefault("OFFRAMP_PROJECT", ".")).toAbsolutePath();
    String home = environment.getOrDefault("OFFRAMP_HOME", "");
    Path folder = home.isEmpty() ? project.resolve(".offramp") : Path.of(home).toAbsolutePath();
    return new Home(project.normalize(), folder.normalize());
  }

  /** The template. */
  Path template() {
    return project.resolve("template.yaml");
  }

  /** A folder inside, made if needed. */
  Path inside(String name) {
    Path path = folder.resolve(name);
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT,
          "OFF-3003",
          "The folder " + path + " cannot be made: " + e,
          e);
    }
  }
}
