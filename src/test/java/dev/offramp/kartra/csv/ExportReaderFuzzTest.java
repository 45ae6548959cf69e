package dev.offramp.kartra.csv;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * Whatever the bytes of an upload are, no row is lost (invariant 1) and nothing breaks. Runs on the
 * inputs that are kept beside it; for ten minutes on inputs that are sought by the branches that
 * they reach, with {@code JAZZER_FUZZ=1}.
 */
@Tag("fuzz")
class ExportReaderFuzzTest {
  private static final List<FileCheck> CHECKS =
      List.of(new ReaderCheck(), new ParserCheck(), new AuditCheck());

  @FuzzTest(maxDuration = "10m")
  void invariant1_anyBytes(byte[] file) throws IOException {
    for (FileCheck check : CHECKS) {
      check.check(file);
    }
  }
}
