package dev.offramp.stage;

import dev.offramp.audit.Sample;
import dev.offramp.audit.SampleRow;
import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ReplayColumns;
import dev.offramp.kartra.csv.FormulaGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The sample of an upload as a file that can be uploaded itself, to be loaded ahead of the rest.
 * Rows so long that the audit keeps a part of them only are not in it.
 */
public final class SampleFile {
  private static final String NUMBERS = "sample.json";

  private SampleFile() {}

  /** Where it lies. */
  public static String key(String jobId) {
    return WorkFiles.jobKey(jobId, "sample.csv");
  }

  /** The numbers of its rows in the upload. */
  static Set<Long> rows(WorkFiles files, String jobId) {
    return files
        .readDocument(WorkFiles.jobKey(jobId, NUMBERS), Numbers.class)
        .map(numbers -> Set.copyOf(numbers.rows()))
        .orElse(Set.of());
  }

  private record Numbers(Set<Long> rows) {}

  /** Writes it, again if it is there. */
  static void write(
      Job job, ExportLayout layout, Sample sample, ObjectStore objects, WorkFiles files)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Set<Long> numbers = new HashSet<>();
    List<String> header = new ArrayList<>(ReplayColumns.ofSample(job.id()));
    layout.columns().stream().map(Column::header).forEach(header::add);
    try (CSVPrinter out =
        new CSVPrinter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), CSVFormat.RFC4180)) {
      out.printRecord(header);
      for (int place : sample.whole()) {
        SampleRow row = sample.rows().get(place);
        out.printRecord(cells(row, layout, sample.reasons().get(place)));
        numbers.add(row.ordinal());
      }
    }
    files.writeDocument(WorkFiles.jobKey(job.id(), NUMBERS), new Numbers(numbers));
    objects.put(key(job.id()), bytes.toByteArray(), "text/csv; charset=utf-8");
  }

  private static List<String> cells(SampleRow row, ExportLayout layout, List<String> reasons) {
    List<String> cells = new ArrayList<>();
    cells.add(Long.toString(row.ordinal()));
    cells.add(Long.toString(row.line()));
    cells.add(FormulaGuard.guarded(String.join("; ", reasons)));
    for (Column column : layout.columns()) {
      int at = column.index();
      cells.add(at < row.values().size() ? FormulaGuard.guarded(row.values().get(at)) : "");
    }
    return cells;
  }
}
