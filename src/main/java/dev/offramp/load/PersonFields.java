package dev.offramp.load;

import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.LostValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of one person's rows, put together in the order in which the rows come, oldest first:
 * a later row's value replaces an earlier one's, but the value of a row that only fills gaps goes
 * where there is none.
 */
final class PersonFields {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> fillers = new LinkedHashSet<>();
  private final List<Lost> lost = new ArrayList<>();

  private record Lost(long row, String field, String value, String kept) {}

  PersonFields(List<DesiredRecord> rows) {
    rows.forEach(row -> row.fields().forEach((field, value) -> add(row, field, value)));
  }

  private void add(DesiredRecord row, String field, String value) {
    String there = values.get(field);
    if (there == null) {
      values.put(field, value);
      if (row.fillsGaps()) {
        fillers.add(field);
      }
    } else if (row.fillsGaps()) {
      note(row, field, value, there);
    } else {
      note(row, field, there, value);
      values.put(field, value);
      fillers.remove(field);
    }
  }

  private void note(DesiredRecord row, String field, String value, String kept) {
    if (!value.equals(kept)) {
      lost.add(new Lost(row.row(), field, value, kept));
    }
  }

  /** The values that count. */
  Map<String, String> values() {
    return values;
  }

  /** The fields whose value only fills a gap. */
  Set<String> fillers() {
    return fillers;
  }

  /** The values that do not count. */
  List<LostValue> lost(String into) {
    return lost.stream()
        .map(one -> new LostValue(one.row(), into, one.field(), one.value(), one.kept()))
        .toList();
  }
}
