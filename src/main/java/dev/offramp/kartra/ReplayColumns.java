package dev.offramp.kartra;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns that {@code rejects.csv} and the sample to be loaded have before those of the upload:
 * which row of which job it is, and why it is there. The job stands in the header, where nobody
 * edits. Reading takes them for what they are and for no columns of the file.
 */
public final class ReplayColumns {
  private static final String SAMPLE = "sample";
  private static final Pattern ROW =
      Pattern.compile("offramp_(row|sample) +(j[0-9a-f]{16})", Pattern.CASE_INSENSITIVE);
  private static final List<String> REASONS =
      List.of("offramp_line", "offramp_code", "offramp_reason");

  private ReplayColumns() {}

  /** The header's cells for the rejects of a job. */
  public static List<String> of(String jobId) {
    return List.of("offramp_row " + jobId, REASONS.get(0), REASONS.get(1), REASONS.get(2));
  }

  /** The header's cells for the sample of a job. */
  public static List<String> ofSample(String jobId) {
    return List.of("offramp_sample " + jobId, REASONS.get(0), REASONS.get(2));
  }

  /** Whether a column is one of these. */
  public static boolean isOurs(String header) {
    String name = header.strip();
    return source(name).isPresent() || REASONS.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Whose rows they are, as a header's cell names it. */
  public static Optional<RowsOf> source(String header) {
    Matcher row = ROW.matcher(header.strip());
    return row.matches()
        ? Optional.of(
            new RowsOf(
                row.group(2).toLowerCase(Locale.ROOT), row.group(1).equalsIgnoreCase(SAMPLE)))
        : Optional.empty();
  }
}
