package dev.offramp.cli;

import dev.offramp.audit.FileAudit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of this machine.
 *
 * @param path where it lies
 */
record LocalFile(Path path) implements FileAudit.Source {
  @Override
  public String name() {
    return path.getFileName().toString();
  }

  @Override
  public long size() throws IOException {
    return Files.size(path);
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(path);
  }
}
