package dev.offramp.testkit;

import dev.offramp.job.ObjectStore;
import dev.offramp.job.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket in memory. */
public final class MemoryObjectStore implements ObjectStore {
  private static final String BUCKET = "bucket";
  private final TreeMap<String, byte[]> objects = new TreeMap<>();

  /** Puts an upload there, as a customer does. */
  public synchronized Upload upload(String key, byte[] content) {
    objects.put(key, content.clone());
    return head(key).orElseThrow();
  }

  @Override
  public synchronized InputStream read(Upload upload, long offset) throws IOException {
    byte[] content = objects.get(upload.key());
    if (content == null || !head(upload.key()).orElseThrow().version().equals(upload.version())) {
      throw new UploadGoneException(upload.key());
    }
    int from = Math.toIntExact(Math.min(offset, content.length));
    return new ByteArrayInputStream(content, from, content.length - from);
  }

  @Override
  public synchronized Optional<byte[]> get(String key) {
    return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
  }

  @Override
  public synchronized Optional<byte[]> get(String key, long offset, int length) {
    return Optional.ofNullable(objects.get(key))
        .map(
            all ->
                Arrays.copyOfRange(
                    all,
                    Math.toIntExact(offset),
                    Math.toIntExact(Math.min(all.length, offset + length))));
  }

  @Override
  public synchronized void put(String key, byte[] content, String contentType) {
    if (key.startsWith("inbox/")) {
      throw new IllegalArgumentException("invariant 9: the upload is the customer's");
    }
    objects.put(key, content.clone());
  }

  @Override
  public synchronized List<String> list(String prefix) {
    return List.copyOf(objects.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
  }

  @Override
  public synchronized Optional<Upload> head(String key) {
    byte[] content = objects.get(key);
    if (content == null) {
      return Optional.empty();
    }
    String version = "e" + java.util.Arrays.hashCode(content);
    return Optional.of(new Upload(BUCKET, key, version, false, content.length));
  }
}
