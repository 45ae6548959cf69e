package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.LostValue;
import dev.offramp.job.Ordinals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a chunk that are about one person, and the one record that they make together: the
 * first row counts, the others are merged into it (invariant 3).
 *
 * @param rows in the order of the chunk, which is oldest first; at least one
 * @param wanted the first row with the newest non-empty values, all tags and lists, and the
 *     strictest consent
 * @param fields how the values came together
 */
record PersonGroup(List<DesiredRecord> rows, DesiredRecord wanted, PersonFields fields) {

  /** The row that the others are merged into. */
  DesiredRecord first() {
    return rows.get(0);
  }

  /** Names the person's changes within the chunk. */
  String trace() {
    return trace(first().row());
  }

  /** The addresses of the rows besides the one that counts, each once. */
  List<String> otherAddresses() {
    return rows.stream()
        .map(DesiredRecord::email)
        .filter(email -> !email.isEmpty() && !email.equals(wanted.email()))
        .distinct()
        .toList();
  }

  /** Whether a value only goes where no other row of ours has put one. */
  boolean onlyFills(String field) {
    return fields.fillers().contains(field);
  }

  /** What gave way when the group's rows were put together. */
  List<LostValue> lost(String jobId) {
    return fields.lost(jobId + "/" + first().row());
  }

  static String trace(long row) {
    return Ordinals.of(row, 12);
  }

  /** Groups rows by Kartra key and by e-mail, in the order of their first rows. */
  static List<PersonGroup> of(List<DesiredRecord> rows) {
    Map<Long, Integer> places = new HashMap<>();
    rows.forEach(row -> places.put(row.row(), places.size()));
    Comparator<DesiredRecord> order = Comparator.comparing(row -> places.get(row.row()));
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
        .map(group -> merged(group.stream().sorted(order).toList()))
        .sorted(Comparator.comparing(PersonGroup::first, order))
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

  private static PersonGroup merged(List<DesiredRecord> rows) {
    DesiredRecord first = rows.get(0);
    PersonFields fields = new PersonFields(rows);
    if (rows.size() == 1) {
      return new PersonGroup(rows, first, fields);
    }
    Set<String> tags = new LinkedHashSet<>();
    Set<String> lists = new LinkedHashSet<>();
    DesiredRecord strictest = first;
    String email = first.email();
    for (DesiredRecord row : rows) {
      tags.addAll(row.tags());
      lists.addAll(row.lists());
      boolean counts = !row.email().isEmpty() && (email.isEmpty() || !row.fillsGaps());
      email = counts ? row.email() : email;
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
            fields.values(),
            List.copyOf(tags),
            List.copyOf(lists),
            strictest.consent(),
            strictest.consentReason()),
        fields);
  }

  /** Invariant 6: the strictest of a person's rows counts. */
  private static boolean stricter(ConsentOrder a, ConsentOrder b) {
    return a != b && a.strictest(b) == a;
  }
}
