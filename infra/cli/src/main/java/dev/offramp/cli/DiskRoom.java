package dev.offramp.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Whether the disks have room for a run on this machine. */
final class DiskRoom {
  /** What the unpacked functions, their class archives, an export and its traces take, and more. */
  static final long NEEDED_MB = 512;

  private final ToLongFunction<Path> usableBytes;

  /**
   * Takes how to look.
   *
   * @param usableBytes gives the free bytes where an existing folder is
   */
  DiskRoom(ToLongFunction<Path> usableBytes) {
    this.usableBytes = usableBytes;
  }

  /** Looks at the real disks. */
  static DiskRoom real() {
    return new DiskRoom(
        folder -> {
          try {
            return Files.getFileStore(folder).getUsableSpace();
          } catch (IOException e) {
            throw new CommandException(
                CommandException.ENVIRONMENT,
                "OFF-3003",
                "The disk of " + folder + " cannot be looked at: " + e,
                e);
          }
        });
  }

  /**
   * Looks where a folder is, or will be once it is made.
   *
   * @throws CommandException OFF-3040 if there is too little room
   */
  void require(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    long free = usableBytes.applyAsLong(there) >> 20;
    if (free < NEEDED_MB) {
      throw new CommandException(
          CommandException.ENVIRONMENT,
          "OFF-3040",
          "The disk of %s has %,d MB free; a run on this machine needs %,d MB. Nothing was started."
                  .formatted(folder, free, NEEDED_MB)
              + " Make room, or name a folder on another disk (OFFRAMP_HOME, --state,"
              + " -Djava.io.tmpdir in JAVA_TOOL_OPTIONS).");
    }
  }

  /** Whether something went wrong because a disk was full; only the system's words tell. */
  static boolean ranOut(Throwable error) {
    return Stream.iterate(error, e -> e != null, Throwable::getCause)
        .map(e -> String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT))
        .anyMatch(
            words ->
                words.contains("no space left on device")
                    || words.contains("not enough space on the disk")
                    || words.contains("disk quota exceeded"));
  }
}
