package dev.offramp.bench;

import dev.offramp.job.ObjectStore;
import dev.offramp.job.Upload;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Takes what is written and forgets it: only the work before is to be measured. */
final class NowhereStore implements ObjectStore {
  @Override
  public InputStream read(Upload upload, long offset) {
    return InputStream.nullInputStream();
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> get(String key, long offset, int length) {
    return Optional.empty();
  }

  @Override
  public void put(String key, byte[] content, String contentType) {
    if (content.length == 0) {
      throw new IllegalArgumentException("nothing to write");
    }
  }

  @Override
  public List<String> list(String prefix) {
    return List.of();
  }

  @Override
  public Optional<Upload> head(String key) {
    return Optional.empty();
  }
}
