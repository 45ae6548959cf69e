package dev.offramp.stage;

import dev.offramp.job.ObjectStore;
import dev.offramp.job.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A bucket in a folder, but for the one upload, which is made while it is read. */
final class FolderObjectStore implements ObjectStore {
  private final Path folder;
  private final Supplier<InputStream> upload;

  FolderObjectStore(Path folder, Supplier<InputStream> upload) {
    this.folder = folder;
    this.upload = upload;
  }

  @Override
  public InputStream read(Upload which, long offset) throws IOException {
    InputStream in = upload.get();
    in.skipNBytes(offset);
    return in;
  }

  @Override
  public Optional<byte[]> get(String key) throws IOException {
    Path file = folder.resolve(key);
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  @Override
  public Optional<byte[]> get(String key, long offset, int length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(key).toFile(), "r")) {
      byte[] part = new byte[Math.toIntExact(Math.min(length, file.length() - offset))];
      file.seek(offset);
      file.readFully(part);
      return Optional.of(part);
    }
  }

  @Override
  public void put(String key, byte[] content, String contentType) throws IOException {
    Path file = folder.resolve(key);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(key -> key.startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  @Override
  public Optional<Upload> head(String key) {
    return Optional.empty();
  }
}
