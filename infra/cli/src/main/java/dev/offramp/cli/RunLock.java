package dev.offramp.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to run the one-machine cloud out of a folder. The system takes it back however the
 * process ends, so nothing has to be cleaned up after a crash.
 */
final class RunLock implements AutoCloseable {
  private final FileChannel file;

  private RunLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes it.
   *
   * @throws CommandException OFF-3013 if another process has it
   */
  static RunLock take(Home home) {
    Path path = home.folder().resolve("lock");
    if (UpFile.find(home).isPresent()) {
      throw taken(home);
    }
    home.inside("");
    FileChannel file = null;
    try {
      file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock == null) {
        file.close();
        throw taken(home);
      }
      return new RunLock(file);
    } catch (OverlappingFileLockException e) {
      closeAfter(file, e);
      throw taken(home);
    } catch (IOException e) {
      closeAfter(file, e);
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", path + " cannot be written: " + e, e);
    }
  }

  private static CommandException taken(Home home) {
    return new CommandException(
        CommandException.ENVIRONMENT,
        "OFF-3013",
        "A one-machine cloud is running out of %s already%s. Stop it first, or set OFFRAMP_HOME to another folder."
            .formatted(
                home.folder(),
                UpFile.find(home).map(up -> " (process " + up.pid() + ")").orElse("")));
  }

  private static void closeAfter(FileChannel file, Exception error) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        error.addSuppressed(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock cannot be given back", e);
    }
  }
}
