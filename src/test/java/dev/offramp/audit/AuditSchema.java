package dev.offramp.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.offramp.project.Repository;

/** The schema that every audit has to fit. */
public final class AuditSchema {
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Repository.texts().get("docs/audit.schema.json"));

  /** Fails if a document does not fit. */
  public void check(String json) {
    assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
  }

  /** Whether a document fits. */
  public boolean fits(String json) {
    return schema.validate(json, InputFormat.JSON).isEmpty();
  }
}
