package dev.offramp.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The project's own files: not what a build, a tool or a run has made. */
final class Repository {
  /** The folder with the parent POM. */
  static final Path ROOT = Path.of(System.getProperty("offramp.root", "..")).toAbsolutePath();

  private static final Set<String> NOT_OURS =
      Set.of(".git", "target", "target-25", ".offramp", ".idea", ".vscode", ".settings", ".cache");

  private Repository() {}

  /** The text files, by their path below the root with slashes. */
  static Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : files()) {
      try {
        texts.put(ROOT.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      } catch (MalformedInputException e) {
        // Not text: nothing to read here.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return texts;
  }

  private static List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              // A worktree's .git is a file.
              if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
