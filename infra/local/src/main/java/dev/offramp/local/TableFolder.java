package dev.offramp.local;

import dev.offramp.local.lambda.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where DynamoDB Local has its file: in the state folder, or in memory until the end of the run.
 * Its every write waits for the disk, which costs a run with a file about ten times the one
 * without.
 */
final class TableFolder implements AutoCloseable {
  private static final long ROOM = 1L << 30;

  private final Path kept;
  private final Path used;

  private TableFolder(Path kept, Path used) {
    this.kept = kept;
    this.used = used;
  }

  /** Works on what is kept; a run that is killed has kept all that it wrote. */
  static TableFolder inPlace(Path kept) {
    return new TableFolder(kept, kept);
  }

  /**
   * Works on a copy in memory, which {@link #close} puts back; in place where memory offers no
   * folder with room. A run that is killed keeps what its beginning found.
   *
   * @throws IOException if the copy cannot be made
   */
  static TableFolder atEnd(Path kept, Optional<Path> memory) throws IOException {
    if (memory.isEmpty()) {
      return inPlace(kept);
    }
    Path used = Files.createTempDirectory(memory.get(), "offramp-tables");
    copy(kept, used);
    return new TableFolder(kept, used);
  }

  /** The folder that Linux keeps in memory, if it is there and has room. */
  static Optional<Path> memory() {
    Path shared = Path.of("/dev/shm");
    boolean room = Files.isWritable(shared) && shared.toFile().getUsableSpace() >= ROOM;
    return room ? Optional.of(shared) : Optional.empty();
  }

  /** Where to work. */
  Path path() {
    return used;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path name = file.getFileName();
      Path part = to.resolve(name + ".part");
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    if (!used.equals(kept)) {
      copy(used, kept);
      Folders.delete(used);
    }
  }
}
