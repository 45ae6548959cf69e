package dev.offramp.kartra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.record.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which exports are recognised, and what their rows come to: the cases are in {@code kinds}. */
class KindCasesTest {
  private static final int AT_LEAST = 60;

  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private final ExportDetector detector = new ExportDetector();

  @TestFactory
  Stream<DynamicNode> cases() throws Exception {
    List<DynamicNode> files = new ArrayList<>();
    for (Path file : files()) {
      files.add(
          dynamicContainer(
              file.getFileName().toString(),
              read(file).stream().map(one -> dynamicTest(one.id(), () -> check(one)))));
    }
    return files.stream();
  }

  @Test
  void everyCaseHasAnIdOfItsOwnAndLooksAtSomething() throws Exception {
    List<KindCase> all = new ArrayList<>();
    for (Path file : files()) {
      all.addAll(read(file));
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    assertThat(all).extracting(KindCase::id).doesNotHaveDuplicates().doesNotContainNull();
    assertThat(all)
        .allMatch(c -> c.kind() != null || c.unknown() != null || c.unreadable() != null);
  }

  private static List<Path> files() throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.list(Path.of(KindCasesTest.class.getResource("kinds").toURI()))) {
      return all.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private List<KindCase> read(Path file) throws IOException {
    return yaml.readValue(file.toFile(), KindCase.File.class).cases();
  }

  private void check(KindCase one) throws IOException {
    byte[] bytes = one.csv().getBytes(StandardCharsets.UTF_8);
    KartraSettings settings = settings(one.settings());
    Detection found = detector.detect(bytes, settings);
    if (one.unreadable() != null) {
      assertThat(found)
          .isInstanceOfSatisfying(
              Detection.Unreadable.class,
              bad -> assertThat(bad.code()).isEqualTo(one.unreadable()));
    } else if (one.unknown() != null) {
      assertThat(found)
          .isInstanceOfSatisfying(
              Detection.Unknown.class, unknown -> unknown(unknown, one.unknown()));
    } else {
      assertThat(found).isInstanceOf(Detection.Recognised.class);
      recognised((Detection.Recognised) found, one);
      rows(bytes, ((Detection.Recognised) found).layout(), settings, one);
    }
  }

  private static void unknown(Detection.Unknown found, KindCase.Unknown expected) {
    assertThat(word(found.bestGuess())).isEqualTo(expected.guess());
    if (expected.score() != null) {
      assertThat(found.score()).isEqualTo(expected.score());
    }
    if (expected.missing() != null) {
      assertThat(found.ranking().get(0).missing()).isEqualTo(expected.missing());
    }
    for (String says : Optional.ofNullable(expected.says()).orElse(List.of())) {
      assertThat(found.message()).contains(says);
    }
    assertThat(found.message()).contains("plan.yaml", "{kind: " + expected.guess() + "}");
    assertThat(found.planLines("a.csv"))
        .isEqualTo("files:\n  \"a.csv\": {kind: " + expected.guess() + "}\n");
  }

  private static void recognised(Detection.Recognised found, KindCase one) {
    assertThat(word(found.layout().kind())).isEqualTo(one.kind());
    assertThat(found.evidence().kind()).isEqualTo(found.layout().kind());
    assertThat(found.layout().columns()).extracting(Column::name).doesNotHaveDuplicates();
    if (one.columns() != null) {
      Map<String, String> known = new LinkedHashMap<>();
      found.layout().columns().stream()
          .filter(Column::known)
          .forEach(column -> known.put(column.header(), column.name()));
      assertThat(known).isEqualTo(one.columns());
    }
    if (one.customs() != null) {
      assertThat(found.layout().columns().stream().filter(c -> !c.known()).map(Column::name))
          .containsExactlyElementsOf(one.customs());
    }
    if (one.signs() != null) {
      assertThat(found.evidence().signs()).isEqualTo(one.signs());
    }
  }

  private static void rows(byte[] bytes, ExportLayout layout, KartraSettings settings, KindCase one)
      throws IOException {
    RowParser<? extends SourceRecord> parser = RecordParsers.of(layout, settings);
    List<Map<String, Object>> records = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> rejects = new ArrayList<>();
    for (Row row : read(bytes, layout)) {
      Parsed<? extends SourceRecord> parsed = parser.parse(row);
      if (parsed instanceof Parsed.Accepted<? extends SourceRecord> accepted) {
        records.add(RecordText.of(accepted.value()));
        accepted.warnings().forEach(w -> warnings.add((w.code() + " " + w.column()).strip()));
      } else if (parsed instanceof Parsed.Rejected<? extends SourceRecord> rejected) {
        rejects.add(rejected.code() + " " + rejected.column());
      }
    }
    if (one.records() != null) {
      assertThat(warnings).isEqualTo(Optional.ofNullable(one.warnings()).orElse(List.of()));
      assertThat(rejects).isEqualTo(Optional.ofNullable(one.rejects()).orElse(List.of()));
      assertThat(records).hasSameSizeAs(one.records());
      for (int index = 0; index < records.size(); index++) {
        parts(records.get(index), one.records().get(index));
      }
    }
  }

  private static void parts(Map<String, Object> record, Map<String, Object> expected) {
    assertThat(record).containsKeys(expected.keySet().toArray(String[]::new));
    expected.forEach(
        (part, value) -> assertThat(record.get(part)).as(part).isEqualTo(RecordText.plain(value)));
  }

  private static List<Row> read(byte[] bytes, ExportLayout layout) throws IOException {
    ReadPosition start = ReadPosition.start(layout.dialect());
    int from = (int) start.byteOffset();
    List<Row> rows = new ArrayList<>();
    try (ExportReader reader =
        new ExportReader(
            new ByteArrayInputStream(bytes, from, bytes.length - from), layout.dialect(), start)) {
      for (Optional<RowOrProblem> next = reader.next(); next.isPresent(); next = reader.next()) {
        assertThat(next.get()).isInstanceOf(Row.class);
        rows.add((Row) next.get());
      }
    }
    return rows;
  }

  private static KartraSettings settings(KindCase.Settings said) {
    KartraSettings usual = KartraSettings.defaults();
    if (said == null) {
      return usual;
    }
    return new KartraSettings(
        said.timezone() == null ? usual.zone() : ZoneId.of(said.timezone()),
        Boolean.TRUE.equals(said.dayFirst()),
        Boolean.TRUE.equals(said.decodeEntities()),
        said.phoneRegion() == null ? usual.phoneRegion() : said.phoneRegion(),
        said.separators() == null ? Map.of() : said.separators(),
        Optional.ofNullable(said.kind()).map(k -> ExportKind.valueOf(k.toUpperCase(Locale.ROOT))),
        Optional.empty());
  }

  private static String word(ExportKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
