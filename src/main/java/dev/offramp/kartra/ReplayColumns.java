package dev.offramp.kartra;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns that {@code rejects.csv} has before those of the upload: which row of which job it
 * is, and why it was rejected. The job stands in the header, where nobody edits. Reading takes them
 * for what they are and for no columns of the file.
 */
public final class ReplayColumns {
  private static final Pattern ROW =
      Pattern.compile("offramp_row +(j[0-9a-f]{16})", Pattern.CASE_INSENSITIVE);
  private static final List<String> REASONS =
      List.of("offramp_line", "offramp_code", "offramp_reason");

  private ReplayColumns() {}

  /** The header's cells for the rejects of a job. */
  public static List<String> of(String jobId) {
    return List.of("offramp_row " + jobId, REASONS.get(0), REASONS.get(1), REASONS.get(2));
  }

  /** Whether a column is one of these. */
  public static boolean isOurs(String header) {
    String name = header.strip();
    return job(name).isPresent() || REASONS.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** The job that a header's cell names as that of the rows. */
  public static Optional<String> job(String header) {
    Matcher row = ROW.matcher(header.strip());
    return row.matches()
        ? Optional.of(row.group(1).toLowerCase(java.util.Locale.ROOT))
        : Optional.empty();
  }
}
