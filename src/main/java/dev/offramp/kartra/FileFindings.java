package dev.offramp.kartra;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what only a whole file shows and a person has to confirm or to put right in the plan. */
public final class FileFindings {
  /** A header name that is there twice. */
  public static final String TWICE = "OFF-1250";

  /** Dates of one column that can only be day-first, and others that can only be month-first. */
  public static final String CONTRADICTORY_DATES = "OFF-1251";

  /** Dates that are the other way around than the plan says. */
  public static final String OTHER_ORDER = "OFF-1252";

  /** A separator of which another reading is nearly as likely. */
  public static final String UNCERTAIN_SEPARATOR = "OFF-1253";

  /** A column that seems to be one tag. */
  public static final String TAG_COLUMN = "OFF-1254";

  /** Dates that can be read both ways, and none that settles it. */
  public static final String UNSETTLED_DATES = "OFF-1259";

  /** An export of contacts without a column that says who has agreed. */
  public static final String NO_CONSENT = "OFF-1263";

  private static final Pattern TAG_HEADER = Pattern.compile("(?:tags?|lists?)(?:[_:\\[(].*)?");
  private static final Set<String> FLAGS =
      Set.of("0", "1", "x", "yes", "no", "y", "n", "true", "false", "✓", "✔");

  private final ExportLayout layout;
  private final ExportProfile profile;
  private final KartraSettings plan;
  private final Set<String> knownNames;
  private final Set<String> headersOfNames = new HashSet<>();

  /**
   * Takes what is known.
   *
   * @param plan what the plan says, without what the file shows
   * @param knownNames of the account's tags and lists, or none
   */
  public FileFindings(
      ExportLayout layout, ExportProfile profile, KartraSettings plan, Set<String> knownNames) {
    this.layout = layout;
    this.profile = profile;
    this.plan = plan;
    this.knownNames = Set.copyOf(knownNames);
    knownNames.forEach(name -> headersOfNames.add(HeaderName.normalise(name)));
  }

  /** All findings, by column in the order of the file. */
  public List<Finding> all() {
    List<Finding> found = new ArrayList<>();
    headers(found);
    Map<String, SeparatorEvidence> separators = profile.separatorEvidence(knownNames);
    for (Column column : layout.columns()) {
      dates(column, found);
      SeparatorEvidence evidence = separators.get(column.name());
      if (evidence != null && evidence.ambiguous() && !plan.says(column)) {
        found.add(new Finding(UNCERTAIN_SEPARATOR, column.name(), figures(evidence)));
      }
      if (isOneTag(column)) {
        found.add(new Finding(TAG_COLUMN, column.name(), "holds nothing but yes and no"));
      }
    }
    return found;
  }

  private void headers(List<Finding> found) {
    Set<String> seen = new HashSet<>();
    for (Column column : layout.columns()) {
      String header = HeaderName.normalise(column.header());
      if (!header.isEmpty() && !seen.add(header)) {
        found.add(new Finding(TWICE, column.name(), "column " + (column.index() + 1)));
      }
    }
    if (layout.kind() == ExportKind.CONTACTS && layout.column("gdpr_lead_status").isEmpty()) {
      found.add(new Finding(NO_CONSENT, "gdpr_lead_status", "the column is not there"));
    }
  }

  private void dates(Column column, List<Finding> found) {
    DateProfile dates = profile.dates().get(column.name());
    if (dates == null || !column.known()) {
      return;
    }
    String detail =
        "%d only day-first, %d only month-first, %d either"
            .formatted(dates.dayFirst(), dates.monthFirst(), dates.either());
    if (dates.contradictory()) {
      found.add(new Finding(CONTRADICTORY_DATES, column.name(), detail));
    } else if (dates.order().isEmpty()) {
      found.add(new Finding(UNSETTLED_DATES, column.name(), detail));
    } else if ((dates.order().get() == DateOrder.DAY_FIRST) != plan.dayFirst()) {
      found.add(new Finding(OTHER_ORDER, column.name(), detail));
    }
  }

  private static String figures(SeparatorEvidence evidence) {
    StringBuilder text = new StringBuilder();
    for (SeparatorEvidence.Candidate c : evidence.candidates()) {
      String name = c.separator().isEmpty() ? "none" : "\"" + c.separator() + "\"";
      text.append(text.length() == 0 ? "" : "; ")
          .append(name)
          .append(": %d values, %d different".formatted(c.values(), c.different()));
    }
    return text.toString();
  }

  private boolean isOneTag(Column column) {
    if (column.known()) {
      return false;
    }
    String header = HeaderName.normalise(column.header());
    boolean named = TAG_HEADER.matcher(header).matches() || headersOfNames.contains(header);
    ColumnProfile seen = profile.columns().getOrDefault(column.name(), ColumnProfile.empty());
    return named
        && seen.filled() > 0
        && !seen.overflow()
        && seen.whole().keySet().stream()
            .allMatch(value -> FLAGS.contains(value.toLowerCase(Locale.ROOT)));
  }
}
