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
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every row of a recognised file becomes a record or a rejection with a reason (invariant 1). */
final class ParserCheck implements FileCheck {
  /** The kinds whose rows {@link RecordParsers} reads. */
  static final Set<ExportKind> PARSED = EnumSet.of(ExportKind.CONTACTS);

  private final ExportDetector detector = new ExportDetector();
  private final Map<ExportKind, Long> rows = new EnumMap<>(ExportKind.class);

  /** How many rows of each kind there were, those that could not be read among them. */
  Map<ExportKind, Long> rows() {
    return rows;
  }

  @Override
  public void check(byte[] file) throws IOException {
    byte[] head = Arrays.copyOf(file, Math.min(file.length, ExportDetector.HEAD));
    if (detector.detect(head, KartraSettings.defaults()) instanceof Detection.Recognised found) {
      long accounted = accounted(file, found.layout());
      rows.merge(found.layout().kind(), accounted, Long::sum);
    }
  }

  private static long accounted(byte[] file, ExportLayout layout) throws IOException {
    RowParser<?> parser =
        PARSED.contains(layout.kind())
            ? RecordParsers.of(layout, KartraSettings.defaults())
            : row -> new Parsed.Rejected<>("", "", "rows of this kind are only read");
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
    return records + rejected + problems;
  }
}
