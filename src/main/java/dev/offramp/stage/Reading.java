package dev.offramp.stage;

import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.AccountNames;
import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.FileSettings;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How the rows of an upload are read: first as its first megabyte shows, and, where the whole file
 * shows otherwise, once more as that shows. So what is said of the file and the order of its rows
 * follow from all of it, and nearly every file is read once.
 */
final class Reading {
  private static final String HEAD = "head-profile.json";
  private static final String WHOLE = "first-profile.json";

  private final StagePorts ports;
  private final Job job;
  private final ExportLayout layout;
  private final KartraSettings plan;
  private final Set<String> names;
  private final ReplayDesk replays;

  Reading(StagePorts ports, Plans plans, Job job, ExportLayout layout) {
    this.ports = ports;
    this.job = job;
    this.layout = layout;
    this.plan = plans.settings(job);
    this.replays = new ReplayDesk(ports.files(), plans, ports.json());
    this.names =
        new AccountFiles(ports.files()).names(job.id()).map(AccountNames::all).orElse(Set.of());
  }

  /** What the plan says, without what the file shows. */
  KartraSettings plan() {
    return plan;
  }

  /** The account's own names of tags and lists, or none. */
  Set<String> names() {
    return names;
  }

  /** How rows are read the first time, or once more. */
  KartraSettings settings(boolean again) {
    return ports
        .files()
        .readDocument(WorkFiles.jobKey(job.id(), again ? WHOLE : HEAD), ExportProfile.class)
        .map(this::of)
        .orElse(plan);
  }

  /** Whether a whole file shows that it was read in the wrong way; keeps what it shows then. */
  boolean isOtherwise(KartraSettings used, ExportProfile whole) {
    KartraSettings shown = of(whole);
    boolean otherwise =
        !shown.wholeNames().equals(used.wholeNames())
            || layout.columns().stream().anyMatch(column -> differs(column, used, shown));
    if (otherwise) {
      ports.files().writeDocument(WorkFiles.jobKey(job.id(), WHOLE), whole);
    }
    return otherwise;
  }

  private static boolean differs(Column column, KartraSettings used, KartraSettings shown) {
    return !Objects.equals(used.separator(column), shown.separator(column))
        || used.dayFirst(column.name()) != shown.dayFirst(column.name());
  }

  private KartraSettings of(ExportProfile profile) {
    return replays.inherit(job.id(), FileSettings.of(plan, layout, profile, names));
  }

  /** Keeps what the first bytes of an upload show; before its layout is in the table. */
  static void keepHead(WorkFiles files, String jobId, ExportLayout layout, byte[] head)
      throws IOException {
    ExportProfile.Builder profile = new ExportProfile.Builder(layout);
    InputStream rows = new ByteArrayInputStream(head);
    rows.skipNBytes(layout.dialect().dataOffset());
    try (ExportReader reader =
        new ExportReader(rows, layout.dialect(), ReadPosition.start(layout.dialect()))) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof Row row) {
          profile.add(row);
        }
        next = reader.next();
      }
    }
    files.writeDocument(WorkFiles.jobKey(jobId, HEAD), profile.build());
  }
}
