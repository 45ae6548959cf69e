package dev.offramp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The schema that every audit has to fit. */
public final class AuditSchema {
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text());

  private static String text() {
    try {
      return Files.readString(
          Path.of(System.getProperty("offramp.root", "..")).resolve("docs/audit.schema.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("the schema is missing", e);
    }
  }

  /** Fails if a document does not fit. */
  public void check(String json) {
    assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
  }

  /** Whether a document fits. */
  public boolean fits(String json) {
    return schema.validate(json, InputFormat.JSON).isEmpty();
  }
}
