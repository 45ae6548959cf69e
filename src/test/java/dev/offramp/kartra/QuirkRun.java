package dev.offramp.kartra;

import dev.offramp.kartra.QuirkCase.WarningOf;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.kartra.csv.RowProblem;
import dev.offramp.kartra.value.Splitter;
import dev.offramp.record.Contact;
import dev.offramp.record.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the bytes of a case as the pipeline does: once for the profile, once for the records. */
final class QuirkRun {
  private final byte[] bytes;
  private final KartraSettings plan;
  private final Set<String> knownNames;

  /** A record and the line on which it starts. */
  record Accepted(long line, Contact contact) {}

  /** What came of a case. */
  record Result(
      Detection detection,
      Map<String, String> separators,
      List<Accepted> records,
      List<WarningOf> warnings,
      List<WarningOf> rejects,
      List<WarningOf> findings) {}

  QuirkRun(QuirkCase one) {
    bytes = QuirkBytes.of(one.input());
    QuirkCase.Settings s = one.settings();
    knownNames = s == null || s.knownNames() == null ? Set.of() : s.knownNames();
    KartraSettings standard = KartraSettings.defaults();
    plan =
        s == null
            ? standard
            : new KartraSettings(
                s.zone() == null ? standard.zone() : ZoneId.of(s.zone()),
                Boolean.TRUE.equals(s.dayFirst()),
                Boolean.TRUE.equals(s.decodeEntities()),
                s.phoneRegion() == null ? standard.phoneRegion() : s.phoneRegion(),
                s.separators() == null ? Map.of() : s.separators(),
                Optional.ofNullable(s.kind()),
                Optional.ofNullable(s.uploadStatus()));
  }

  Result run() throws IOException {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, ExportDetector.HEAD));
    Detection detection = new ExportDetector().detect(head, plan);
    if (!(detection instanceof Detection.Recognised recognised)) {
      return new Result(detection, Map.of(), List.of(), List.of(), List.of(), List.of());
    }
    ExportLayout layout = recognised.layout();
    if (layout.kind() != ExportKind.CONTACTS) {
      return new Result(detection, Map.of(), List.of(), List.of(), List.of(), List.of());
    }
    ExportProfile profile = profile(layout);
    Map<String, String> separators = new TreeMap<>(profile.separators(knownNames));
    separators.putAll(plan.separators());
    Set<String> whole = knownNames.stream().map(Splitter::fold).collect(Collectors.toSet());
    KartraSettings settings = plan.withFindings(separators, profile.dateOrders(), whole);
    List<WarningOf> findings =
        new FileFindings(layout, profile, plan, knownNames)
            .all().stream().map(f -> new WarningOf(f.code(), null, f.column())).toList();
    return records(detection, layout, settings, findings);
  }

  /** Every three rows are a part of their own, as chunks are: parts have to add up. */
  private ExportProfile profile(ExportLayout layout) throws IOException {
    ExportProfile.Builder whole = new ExportProfile.Builder(layout);
    List<RowOrProblem> all = rows(layout);
    for (int from = 0; from < all.size(); from += 3) {
      ExportProfile.Builder part = new ExportProfile.Builder(layout);
      for (RowOrProblem one : all.subList(from, Math.min(from + 3, all.size()))) {
        if (one instanceof Row row) {
          part.add(row);
        }
      }
      whole.add(part.build());
    }
    return whole.build();
  }

  private List<RowOrProblem> rows(ExportLayout layout) throws IOException {
    ReadPosition start = ReadPosition.start(layout.dialect());
    int offset = (int) start.byteOffset();
    List<RowOrProblem> all = new ArrayList<>();
    try (ExportReader reader =
        new ExportReader(
            new ByteArrayInputStream(bytes, offset, bytes.length - offset),
            layout.dialect(),
            start)) {
      for (Optional<RowOrProblem> next = reader.next(); next.isPresent(); next = reader.next()) {
        all.add(next.get());
      }
    }
    return all;
  }

  private Result records(
      Detection detection, ExportLayout layout, KartraSettings settings, List<WarningOf> findings)
      throws IOException {
    List<Accepted> records = new ArrayList<>();
    List<WarningOf> warnings = new ArrayList<>();
    List<WarningOf> rejects = new ArrayList<>();
    RowParser<? extends SourceRecord> parser = RecordParsers.of(layout, settings);
    for (RowOrProblem one : rows(layout)) {
      if (one instanceof RowProblem problem) {
        String column = problem.column() == 0 ? "" : Integer.toString(problem.column());
        rejects.add(new WarningOf(problem.code(), problem.line(), column));
        continue;
      }
      Parsed<? extends SourceRecord> parsed = parser.parse((Row) one);
      if (parsed instanceof Parsed.Rejected<?> no) {
        rejects.add(new WarningOf(no.code(), one.line(), no.column()));
      } else if (parsed instanceof Parsed.Accepted<?> yes) {
        records.add(new Accepted(one.line(), (Contact) yes.value()));
        yes.warnings().forEach(w -> warnings.add(new WarningOf(w.code(), w.line(), w.column())));
      }
    }
    return new Result(detection, settings.separators(), records, warnings, rejects, findings);
  }
}
