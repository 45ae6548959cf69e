package dev.offramp.kartra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.kartra.QuirkCase.RowOf;
import dev.offramp.kartra.QuirkCase.WarningOf;
import dev.offramp.record.Contact;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The sixteen quirks of Kartra's exports, each as cases in {@code quirks/NN-name.yaml}. A case is
 * added there and nowhere else; {@code quirks/README.md} explains the format.
 */
class QuirksTest {
  private static final int QUIRKS = 16;
  private static final int FEWEST_EACH = 5;
  private static final int FEWEST = 120;

  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  /** A file of cases. */
  private record Quirk(int quirk, String title, List<QuirkCase> cases) {}

  @TestFactory
  Stream<DynamicTest> everyCaseComesOutAsWritten() throws Exception {
    return files().values().stream()
        .flatMap(file -> file.cases().stream())
        .map(one -> dynamicTest(one.id() + ": " + one.why(), () -> check(one)));
  }

  @Test
  void everyQuirkHasItsCasesAndEveryCaseAnIdOfItsOwn() throws Exception {
    Set<String> ids = new HashSet<>();
    int all = 0;
    Map<Integer, Quirk> files = files();
    for (int quirk = 1; quirk <= QUIRKS; quirk++) {
      List<QuirkCase> cases = files.get(quirk).cases();
      assertThat(cases).as("quirk %d", quirk).hasSizeGreaterThanOrEqualTo(FEWEST_EACH);
      for (QuirkCase one : cases) {
        assertThat(one.id()).startsWith("q%02d-".formatted(quirk));
        assertThat(ids.add(one.id())).as("%s is there twice", one.id()).isTrue();
        assertThat(one.why()).as(one.id()).isNotBlank();
      }
      all += cases.size();
    }
    assertThat(all).isGreaterThanOrEqualTo(FEWEST);
  }

  private Map<Integer, Quirk> files() throws IOException, URISyntaxException {
    Path folder = Path.of(QuirksTest.class.getResource("quirks").toURI());
    Map<Integer, Quirk> found = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".yaml")).sorted().toList()) {
        Quirk quirk = yaml.readValue(path.toFile(), Quirk.class);
        String number = "%02d-".formatted(quirk.quirk());
        assertThat(path.getFileName().toString()).startsWith(number);
        assertThat(found.put(quirk.quirk(), quirk)).isNull();
      }
    }
    return found;
  }

  private static void check(QuirkCase one) throws IOException {
    QuirkRun.Result result = new QuirkRun(one).run();
    QuirkCase.Expect expect = one.expect();
    if (expect.unreadable() != null) {
      assertThat(result.detection()).isInstanceOf(Detection.Unreadable.class);
      assertThat(((Detection.Unreadable) result.detection()).code()).isEqualTo(expect.unreadable());
      return;
    }
    if (Boolean.TRUE.equals(expect.unknown())) {
      assertThat(result.detection()).isInstanceOf(Detection.Unknown.class);
      return;
    }
    if (!(result.detection() instanceof Detection.Recognised recognised)) {
      fail("not recognised: " + result.detection());
      return;
    }
    checkLayout(recognised.layout(), expect);
    if (expect.separators() != null) {
      assertThat(result.separators()).isEqualTo(expect.separators());
    }
    if (expect.rows() != null) {
      checkRows(result.records(), expect.rows());
    }
    same("warnings", result.warnings(), expect.warnings());
    same("rejects", result.rejects(), expect.rejects());
    List<WarningOf> findings = new ArrayList<>(result.findings());
    if (expect.findings() == null) {
      findings.removeIf(f -> f.code().equals(FileFindings.NO_CONSENT));
    }
    same("findings", findings, expect.findings());
  }

  private static void checkLayout(ExportLayout layout, QuirkCase.Expect expect) {
    assertThat(layout.kind())
        .isEqualTo(Objects.requireNonNullElse(expect.kind(), ExportKind.CONTACTS));
    if (expect.encoding() != null) {
      assertThat(layout.dialect().charset()).isEqualTo(expect.encoding());
    }
    if (expect.delimiter() != null) {
      assertThat(Character.toString(layout.dialect().delimiter())).isEqualTo(expect.delimiter());
    }
    if (expect.columns() != null) {
      assertThat(layout.columns().stream().map(c -> (c.known() ? "" : "custom ") + c.name()))
          .isEqualTo(expect.columns());
    }
    if (expect.currencies() != null) {
      Map<String, String> found = new TreeMap<>();
      layout.columns().stream()
          .filter(c -> !c.currency().isEmpty())
          .forEach(c -> found.put(c.name(), c.currency()));
      assertThat(found).isEqualTo(expect.currencies());
    }
  }

  private static void checkRows(List<QuirkRun.Accepted> records, List<RowOf> rows) {
    assertThat(records).as("records").hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      checkRow(records.get(i), rows.get(i));
    }
  }

  private static void checkRow(QuirkRun.Accepted accepted, RowOf row) {
    Contact contact = accepted.contact();
    equal("line", accepted.line(), row.line());
    equal("id", contact.kartraId(), row.id());
    equal("email", contact.email(), row.email());
    equal("tags", contact.tags(), row.tags());
    equal("lists", contact.lists(), row.lists());
    equal("consent", contact.consent().consentClass(), row.consent());
    equal("custom", contact.customFields(), row.custom());
    equal("joined", contact.dateJoined().map(Object::toString).orElse(""), row.joined());
    if (row.fields() != null) {
      row.fields()
          .forEach((name, value) -> assertThat(contact.field(name)).as(name).isEqualTo(value));
    }
    if (row.evidence() != null) {
      assertThat(String.join("; ", contact.consent().evidence())).contains(row.evidence());
    }
    if (row.lengths() != null) {
      row.lengths()
          .forEach((name, length) -> assertThat(contact.field(name)).as(name).hasSize(length));
    }
  }

  private static void equal(String what, Object found, Object expected) {
    if (expected != null) {
      assertThat(found).as(what).isEqualTo(expected);
    }
  }

  private static void same(String what, List<WarningOf> found, List<WarningOf> expected) {
    List<WarningOf> wanted = new ArrayList<>();
    if (expected != null) {
      expected.forEach(
          w -> wanted.add(new WarningOf(w.code(), w.line(), w.column() == null ? "" : w.column())));
    }
    assertThat(found).as(what).containsExactlyInAnyOrderElementsOf(wanted);
  }
}
