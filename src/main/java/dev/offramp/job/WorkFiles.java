package dev.offramp.job;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A job's files in the work area of the bucket: one JSON document a line, compressed. A file is
 * written whole and can be written again with the same content; so a stage that is repeated does no
 * harm.
 */
public final class WorkFiles {
  private static final String TYPE = "application/gzip";
  private final ObjectStore objects;
  private final ObjectMapper json;

  /** Takes the bucket, and a mapper that knows the time types. */
  public WorkFiles(ObjectStore objects, ObjectMapper json) {
    this.objects = objects;
    this.json = json;
  }

  /** Where a file of a chunk lies, such as {@code work/<job>/rows/000007.json.gz}. */
  public static String chunkKey(String jobId, String folder, int chunk) {
    return jobKey(jobId, folder + "/" + Ordinals.of(chunk, 6) + ".json.gz");
  }

  /** Where a file of the whole job lies. */
  public static String jobKey(String jobId, String name) {
    return "work/" + jobId + "/" + name;
  }

  /** Writes the lines of a chunk's file. */
  public void writeLines(String key, List<?> lines) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
      ObjectWriter writer = json.writer();
      try (OutputStream out = new LightGzip(bytes)) {
        for (Object line : lines) {
          out.write(writer.writeValueAsBytes(line));
          out.write('\n');
        }
      }
      objects.put(key, bytes.toByteArray(), TYPE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + key, e);
    }
  }

  /**
   * Writes a chunk's file of lines that are JSON already. Compressed lightly: this is where a
   * parser spends its time.
   */
  public void writeEncoded(String key, List<byte[]> lines) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);
      try (OutputStream out = new LightGzip(bytes)) {
        for (byte[] line : lines) {
          out.write(line);
          out.write('\n');
        }
      }
      objects.put(key, bytes.toByteArray(), TYPE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + key, e);
    }
  }

  private static final class LightGzip extends GZIPOutputStream {
    LightGzip(OutputStream out) throws IOException {
      super(out, 16 * 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** The lines of a file; none if there is no such file. */
  public <T> List<T> readLines(String key, Class<T> type) {
    try {
      Optional<byte[]> content = objects.get(key);
      if (content.isEmpty()) {
        return List.of();
      }
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content.get()));
          MappingIterator<T> values = json.readerFor(type).readValues(in)) {
        return values.readAll();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + key, e);
    }
  }

  /** Writes one JSON document. */
  public void writeDocument(String key, Object document) {
    try {
      objects.put(key, json.writeValueAsBytes(document), "application/json");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + key, e);
    }
  }

  /** Reads one JSON document, or nothing where there is none. */
  public <T> Optional<T> readDocument(String key, Class<T> type) {
    try {
      Optional<byte[]> content = objects.get(key);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(json.readValue(content.get(), type));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + key, e);
    }
  }

  /** The keys that begin with a text, in order. */
  public List<String> listKeys(String prefix) {
    try {
      return objects.list(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + prefix, e);
    }
  }

  /** The keys of a job's files in a folder, in the order of the chunks. */
  public List<String> list(String jobId, String folder) {
    try {
      return objects.list("work/%s/%s/".formatted(jobId, folder));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + " of " + jobId, e);
    }
  }
}
