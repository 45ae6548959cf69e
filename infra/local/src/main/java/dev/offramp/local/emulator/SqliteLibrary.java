package dev.offramp.local.emulator;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds the native part of DynamoDB Local's SQLite, which no class path finds by itself. */
final class SqliteLibrary {
  private static final String PROPERTY = "sqlite4java.library.path";

  private SqliteLibrary() {}

  /**
   * Sets the property {@code sqlite4java.library.path} unless it is set: to the folder with the
   * libraries beside the jar, or to that of this system's artifact in a Maven repository.
   */
  static void locate() {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    try {
      Path jar =
          Path.of(
              Class.forName("com.almworks.sqlite4java.SQLite")
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI());
      Path beside = jar.getParent();
      Path artifact =
          beside.getParent().resolveSibling(artifactName()).resolve(beside.getFileName());
      System.setProperty(PROPERTY, (holdsLibrary(beside) ? beside : artifact).toString());
    } catch (ClassNotFoundException | URISyntaxException | IOException e) {
      throw new LocalCloudException(
          Problem.EMULATOR, "The native SQLite of DynamoDB Local was not found.", e);
    }
  }

  private static boolean holdsLibrary(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .anyMatch(name -> name.matches(".*sqlite4java.*\\.(so|dylib|jnilib|dll)"));
    }
  }

  private static String artifactName() {
    String system = System.getProperty("os.name");
    if (system.startsWith("Windows")) {
      return "sqlite4java-win32-x64";
    }
    return system.startsWith("Mac") ? "libsqlite4java-osx" : "libsqlite4java-linux-amd64";
  }
}
