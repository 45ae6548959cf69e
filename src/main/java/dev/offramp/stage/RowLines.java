package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.offramp.kartra.csv.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes rows in the form of {@link StoredRow}, without a mapper: every row of an upload comes
 * through here, and binding an object to JSON takes twice as long as writing it. For one thread.
 */
public final class RowLines {
  private static final int USUAL = 1024;
  private static final int LARGE = 256 * 1024;

  private final JsonFactory factory = new JsonFactory().setRootValueSeparator(null);
  private ByteArrayOutputStream bytes;
  private JsonGenerator json;

  /** Ready for the first row. */
  public RowLines() {
    open();
  }

  private void open() {
    try {
      bytes = new ByteArrayOutputStream(USUAL);
      json = factory.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
  }

  /** The row as JSON in UTF-8, without a line end. */
  public byte[] of(Row row) {
    try {
      json.writeStartObject();
      json.writeNumberField("o", row.ordinal());
      json.writeNumberField("l", row.line());
      json.writeArrayFieldStart("v");
      List<String> values = row.values();
      for (int column = 0; column < values.size(); column++) {
        json.writeString(values.get(column));
      }
      json.writeEndArray();
      json.writeEndObject();
      json.flush();
      return taken();
    } catch (IOException e) {
      throw new UncheckedIOException("a row is always JSON", e);
    }
  }

  /** What was written; the memory of a giant row is given back. */
  private byte[] taken() {
    byte[] line = bytes.toByteArray();
    bytes.reset();
    if (line.length > LARGE) {
      open();
    }
    return line;
  }
}
