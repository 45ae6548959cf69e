package dev.offramp.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What an audit says in words: of each code, and of what cannot move; from {@code texts.yaml}. */
public final class AuditTexts {
  /** Read once: it comes with the program. */
  private static final File BUNDLED = read();

  private final File file = BUNDLED;

  private record File(
      Map<String, String> codes, Map<String, String> todo, List<InventoryItem> cannotMove) {}

  private static File read() {
    try (InputStream in = AuditTexts.class.getResourceAsStream("texts.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readValue(in, File.class);
    } catch (IOException e) {
      throw new UncheckedIOException("texts.yaml cannot be read", e);
    }
  }

  /** What a code means, for somebody who is no engineer; the page of errors has the rest. */
  public String title(String code) {
    return file.codes().getOrDefault(code, "See docs/errors.md.");
  }

  /** What a person should do about a finding of the whole file. */
  String todo(String code) {
    return file.todo().getOrDefault(code, "See docs/errors.md.");
  }

  /** What Kartra does not give out. */
  List<InventoryItem> cannotMove() {
    return List.copyOf(file.cannotMove());
  }
}
