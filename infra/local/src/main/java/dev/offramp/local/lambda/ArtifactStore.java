package dev.offramp.local.lambda;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks deployables: {@code lib/*.jar} as they are, everything else into one jar, because class
 * archives do not work with folders on the class path. Each content is unpacked once.
 */
final class ArtifactStore {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);

  private final Path root;

  ArtifactStore(Path root) {
    this.root = root;
  }

  /**
   * Unpacks what {@code CodeUri} names.
   *
   * @param function the function, for errors
   * @param code a zip or jar, or a module's folder with {@code target/function.zip} in it
   * @throws LocalCloudException OFF-3104 if it is not there or no zip, OFF-3107 if it cannot be
   *     unpacked
   */
  Artifact unpack(String function, Path code) {
    Path zip = Files.isDirectory(code) ? code.resolve("target").resolve("function.zip") : code;
    if (!Files.isRegularFile(zip)) {
      throw new LocalCloudException(
          Problem.ARTIFACT_MISSING,
          "The artifact of " + function + " is not at " + zip + ". Build the functions first.");
    }
    try {
      requireEntries(function, zip);
      Path folder = root.resolve(identity(zip));
      if (!Files.exists(folder)) {
        Files.createDirectories(root);
        Path temporary = Files.createTempDirectory(root, "unpacking");
        try {
          extract(zip, temporary);
          moveInto(temporary, folder);
        } finally {
          // Gone if all went well; else a half-unpacked one must not stay in a kept cache.
          Folders.delete(temporary);
        }
      }
      return new Artifact(folder, classPath(folder));
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.FOLDER,
          "The artifact of " + function + " cannot be unpacked into " + root + ": " + e,
          e);
    }
  }

  private static void requireEntries(String function, Path zip) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      if (in.getNextEntry() == null) {
        throw new LocalCloudException(
            Problem.ARTIFACT_MISSING,
            "The artifact of "
                + function
                + ", "
                + zip
                + ", is no zip or is empty. Build it again.");
      }
    }
  }

  private static void moveInto(Path temporary, Path folder) throws IOException {
    try {
      Files.move(temporary, folder);
    } catch (IOException e) {
      if (!Files.exists(folder)) {
        throw e;
      }
      LOG.debug("another run has unpacked the same content meanwhile: {}", folder);
    }
  }

  private static void extract(Path zip, Path into) throws IOException {
    Path libraries = Files.createDirectory(into.resolve("lib"));
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip));
        ZipOutputStream own = new ZipOutputStream(Files.newOutputStream(into.resolve("app.jar")))) {
      // A jar without entries is not readable everywhere.
      own.putNextEntry(new ZipEntry("META-INF/"));
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (name.startsWith("lib/") && name.endsWith(".jar")) {
          Files.copy(in, libraries.resolve(Path.of(name).getFileName().toString()));
        } else if (!entry.isDirectory()) {
          own.putNextEntry(new ZipEntry(name));
          in.transferTo(own);
        }
      }
    }
  }

  private static List<Path> classPath(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    jars.add(folder.resolve("app.jar"));
    try (Stream<Path> libraries = Files.list(folder.resolve("lib"))) {
      libraries.sorted().forEach(jars::add);
    }
    return jars;
  }

  /**
   * Names a content by its entries: their names, sizes and check sums, without reading all of it.
   */
  private static String identity(Path zip) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      file.stream()
          .map(entry -> entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc() + '\n')
          .forEach(line -> sha.update(line.getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
