package dev.offramp.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Values as compressed JSON: DynamoDB charges by the size of an item. */
final class PackedJson {
  private final ObjectMapper json;

  PackedJson(ObjectMapper json) {
    this.json = json;
  }

  byte[] packed(Object value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(json.writeValueAsBytes(value));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
  }

  <T> T unpacked(byte[] body, TypeReference<T> type) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return json.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException("a damaged page", e);
    }
  }
}
