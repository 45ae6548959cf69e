package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.DesiredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a chunk that are about one person, and the one record that they make together: the
 * first row counts, the others are merged into it (invariant 3).
 *
 * @param rows in row order, at least one
 * @param wanted the first row with the newest non-empty values, all tags and lists, and the
 *     strictest consent
 */
record PersonGroup(List<DesiredRecord> rows, DesiredRecord wanted) {

  /** The row that the others are merged into. */
  DesiredRecord first() {
    return rows.get(0);
  }

  /** Names the person's changes within the chunk; sorts as the rows do. */
  String trace() {
    return trace(first().row());
  }

  static String trace(long row) {
    return "%012d".formatted(row);
  }

  /** Groups rows by Kartra key and by e-mail, in the order of their first rows. */
  static List<PersonGroup> of(List<DesiredRecord> rows) {
    Map<String, Integer> groupOf = new HashMap<>();
    List<List<DesiredRecord>> groups = new ArrayList<>();
    for (DesiredRecord row : rows) {
      Integer byKey = groupOf.get("k" + row.sourceKey());
      Integer byMail = row.email().isEmpty() ? null : groupOf.get("m" + row.email());
      int group = home(groups, groupOf, byKey, byMail);
      groups.get(group).add(row);
      groupOf.put("k" + row.sourceKey(), group);
      if (!row.email().isEmpty()) {
        groupOf.put("m" + row.email(), group);
      }
    }
    return groups.stream()
        .filter(group -> !group.isEmpty())
        .map(PersonGroup::merged)
        .sorted((a, b) -> Long.compare(a.first().row(), b.first().row()))
        .toList();
  }

  private static int home(
      List<List<DesiredRecord>> groups,
      Map<String, Integer> groupOf,
      Integer byKey,
      Integer byMail) {
    if (byKey == null && byMail == null) {
      groups.add(new ArrayList<>());
      return groups.size() - 1;
    }
    if (byKey == null || byMail == null || byKey.equals(byMail)) {
      return byKey == null ? byMail : byKey;
    }
    // One row ties two groups together: they were one person all along.
    List<DesiredRecord> moved = groups.get(byMail);
    groups.get(byKey).addAll(moved);
    groups.set(byMail, new ArrayList<>());
    groupOf.replaceAll((key, group) -> group.equals(byMail) ? byKey : group);
    return byKey;
  }

  private static PersonGroup merged(List<DesiredRecord> unordered) {
    List<DesiredRecord> rows =
        unordered.stream().sorted((a, b) -> Long.compare(a.row(), b.row())).toList();
    DesiredRecord first = rows.get(0);
    if (rows.size() == 1) {
      return new PersonGroup(rows, first);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    Set<String> tags = new LinkedHashSet<>();
    Set<String> lists = new LinkedHashSet<>();
    DesiredRecord strictest = first;
    String email = first.email();
    for (DesiredRecord row : rows) {
      fields.putAll(row.fields());
      tags.addAll(row.tags());
      lists.addAll(row.lists());
      email = row.email().isEmpty() ? email : row.email();
      strictest = stricter(row.consent(), strictest.consent()) ? row : strictest;
    }
    return new PersonGroup(
        rows,
        new DesiredRecord(
            first.row(),
            first.line(),
            first.kind(),
            first.sourceKey(),
            first.marker(),
            email,
            fields,
            List.copyOf(tags),
            List.copyOf(lists),
            strictest.consent(),
            strictest.consentReason()));
  }

  /** Invariant 6: a refusal beats silence, silence beats a permission. */
  private static boolean stricter(ConsentOrder a, ConsentOrder b) {
    return rank(a) > rank(b);
  }

  private static int rank(ConsentOrder order) {
    return switch (order) {
      case SUBSCRIBE -> 0;
      case LEAVE -> 1;
      case OPT_OUT -> 2;
    };
  }
}
