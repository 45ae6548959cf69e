package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.kartra.RowParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Every row of a recognised file becomes a record or a rejection with a reason (invariant 1). */
final class ParserCheck implements FileCheck {
  private final ExportDetector detector = new ExportDetector();
  private final Map<ExportKind, Long> accepted = new EnumMap<>(ExportKind.class);

  /** How many records of each kind came of rows. */
  Map<ExportKind, Long> accepted() {
    return accepted;
  }

  @Override
  public void check(byte[] file) throws IOException {
    byte[] head = Arrays.copyOf(file, Math.min(file.length, ExportDetector.HEAD));
    if (detector.detect(head, KartraSettings.defaults()) instanceof Detection.Recognised found) {
      check(file, found.layout());
    }
  }

  private void check(byte[] file, ExportLayout layout) throws IOException {
    RowParser<?> parser = RecordParsers.of(layout, KartraSettings.defaults());
    ReadPosition start = ReadPosition.start(layout.dialect());
    int offset = Math.toIntExact(start.byteOffset());
    ByteArrayInputStream in = new ByteArrayInputStream(file, offset, file.length - offset);
    long records = 0;
    long problems = 0;
    long rejected = 0;
    try (ExportReader reader = new ExportReader(in, layout.dialect(), start)) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof Row row) {
          Parsed<?> parsed = parser.parse(row);
          assertThat(parsed).isNotNull();
          records += parsed instanceof Parsed.Accepted<?> ? 1 : 0;
          rejected += parsed instanceof Parsed.Rejected<?> ? 1 : 0;
        } else {
          problems++;
        }
        next = reader.next();
      }
      assertThat(records + rejected + problems).isEqualTo(reader.position().ordinal());
    }
    accepted.merge(layout.kind(), records, Long::sum);
  }
}
