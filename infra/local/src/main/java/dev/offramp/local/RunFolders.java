package dev.offramp.local;

import dev.offramp.local.lambda.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The folders of one run: those that outlive it, under a lock, and those that go with it. */
final class RunFolders implements AutoCloseable {
  private final LocalCloudOptions options;
  private final Path temporary;
  private final Optional<TableFolder> tables;
  private FileChannel lockFile;
  private FileLock lock;

  /**
   * @throws LocalCloudException OFF-3106 if another run has the state folder, OFF-3107 if a folder
   *     cannot be made
   */
  RunFolders(LocalCloudOptions options) {
    this.options = options;
    try {
      options.stateDir().ifPresent(this::lock);
      temporary = Files.createTempDirectory(options.temporaryDir(), "offramp-local");
      tables = tableFolder();
    } catch (IOException e) {
      unlock();
      throw new LocalCloudException(
          Problem.FOLDER, "No temporary folder can be made in " + options.temporaryDir() + ".", e);
    }
  }

  /** Where objects are. */
  Path objects() {
    return make(base().resolve("s3"));
  }

  /** Where tables are; none: in memory. */
  Optional<Path> tables() {
    return tables.map(TableFolder::path);
  }

  private Optional<TableFolder> tableFolder() throws IOException {
    if (options.stateDir().isEmpty()) {
      return Optional.empty();
    }
    Path kept = make(options.stateDir().get().resolve("dynamodb"));
    return Optional.of(
        options.tablesAtEnd()
            ? TableFolder.atEnd(kept, TableFolder.memory())
            : TableFolder.inPlace(kept));
  }

  /** Where secrets are; none: in memory. */
  Optional<Path> secrets() {
    return options.stateDir().map(state -> state.resolve("secrets.json"));
  }

  /** Where artifacts are unpacked. */
  Path cache() {
    return make(options.cacheDir().orElse(temporary.resolve("cache")));
  }

  /** Where functions run. */
  Path work() {
    return make(temporary.resolve("work"));
  }

  /** Where functions' output goes. */
  Path logs() {
    return make(options.logsDir().orElse(base().resolve("logs")));
  }

  private Path base() {
    return options.stateDir().orElse(temporary);
  }

  private static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.FOLDER, "The folder " + folder + " cannot be made: " + e, e);
    }
  }

  private void lock(Path state) {
    make(state);
    try {
      lockFile =
          FileChannel.open(
              state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(state, e);
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.FOLDER, "The state folder " + state + " cannot be written to: " + e, e);
    }
    if (lock == null) {
      throw inUse(state, null);
    }
  }

  private LocalCloudException inUse(Path state, Throwable cause) {
    unlock();
    return new LocalCloudException(
        Problem.STATE_IN_USE,
        "Another run uses the state folder " + state + ". Stop it, or use another folder.",
        cause);
  }

  private void unlock() {
    if (lockFile != null) {
      try {
        lockFile.close();
      } catch (IOException e) {
        throw new LocalCloudException(Problem.FOLDER, "The lock cannot be given back.", e);
      }
    }
  }

  @Override
  public void close() {
    try {
      if (tables.isPresent()) {
        tables.get().close();
      }
      Folders.delete(temporary);
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.FOLDER, "Tables cannot be kept, or " + temporary + " cannot be removed: " + e, e);
    } finally {
      unlock();
    }
  }
}
