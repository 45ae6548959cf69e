package dev.offramp.audit;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A file in memory.
 *
 * @param name its name
 * @param text what is in it
 */
public record TextSource(String name, String text) implements FileAudit.Source {
  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public long size() {
    return bytes().length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes());
  }
}
