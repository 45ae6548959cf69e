package dev.offramp.kartra;

import dev.offramp.kartra.KindColumns.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Holds a header against the columns of one kind. Where several cells want to be the same column,
 * the one that is spelled best is it, wherever it stands; the others become custom fields.
 */
final class HeaderMatcher {
  private final ExportKind kind;
  private final KindColumns table;
  private final List<String> header;
  private final List<HeaderName> names;
  private final Map<Integer, Hit> hits = new TreeMap<>();

  HeaderMatcher(ExportKind kind, KindColumns table, List<String> header) {
    this(kind, table, header, header.stream().map(HeaderName::of).toList());
  }

  /** Takes the header's cells apart already: for each kind they are the same. */
  HeaderMatcher(ExportKind kind, KindColumns table, List<String> header, List<HeaderName> names) {
    this.kind = kind;
    this.table = table;
    this.header = List.copyOf(header);
    this.names = List.copyOf(names);
    assign();
  }

  private record Wish(int index, Hit hit) {}

  private void assign() {
    List<Wish> wishes = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      int at = index;
      if (ReplayColumns.isOurs(header.get(index))) {
        continue;
      }
      table.find(names.get(index)).ifPresent(hit -> wishes.add(new Wish(at, hit)));
    }
    wishes.sort(Comparator.comparing((Wish w) -> w.hit().way()).thenComparing(Wish::index));
    Set<String> taken = new HashSet<>();
    for (Wish wish : wishes) {
      if (taken.add(place(wish.hit()))) {
        hits.put(wish.index(), wish.hit());
      }
    }
  }

  /** Money may stand there once for each currency, everything else once. */
  private String place(Hit hit) {
    boolean money = table.money().contains(hit.column());
    return money ? hit.column() + " " + hit.currency() : hit.column();
  }

  /** The places of the header that were recognised. */
  Set<Integer> recognised() {
    return hits.keySet();
  }

  /** Those of them that other exports do not have. */
  Set<Integer> signPlaces() {
    return hits.keySet().stream()
        .filter(place -> table.isSign(names.get(place)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What the recognised columns count, but for those at some places. */
  int pointsBut(Set<Integer> places) {
    return hits.entrySet().stream()
        .filter(hit -> !places.contains(hit.getKey()))
        .mapToInt(hit -> hit.getValue().way().points())
        .sum();
  }

  /** How well the header fits. */
  KindMatch match() {
    Map<String, String> columns = new LinkedHashMap<>();
    Set<String> signs = new LinkedHashSet<>();
    hits.forEach(
        (index, hit) -> {
          columns.put(header.get(index), hit.column());
          if (table.isSign(names.get(index))) {
            signs.add(header.get(index));
          }
        });
    int percent = header.isEmpty() ? 0 : 100 * hits.size() / header.size();
    return new KindMatch(
        kind, columns, List.copyOf(signs), missing(), pointsBut(Set.of()), percent);
  }

  private List<String> missing() {
    Set<String> there = new HashSet<>();
    hits.values().forEach(hit -> there.add(hit.column()));
    List<String> missing = new ArrayList<>();
    for (String need : table.needed()) {
      List<String> either = List.of(need.split("\\|", -1));
      if (either.stream().noneMatch(there::contains)) {
        missing.add(String.join(" or ", either));
      }
    }
    return missing;
  }

  /** The columns in the file's order, each with a name that no other has; not those of a replay. */
  List<Column> columns() {
    Map<Integer, String> known = new HashMap<>();
    Set<String> taken = new HashSet<>();
    hits.forEach(
        (index, hit) -> {
          String name =
              taken.add(hit.column())
                  ? hit.column()
                  : Column.inCurrency(hit.column(), hit.currency());
          taken.add(name);
          known.put(index, name);
        });
    List<Column> columns = new ArrayList<>();
    for (int index = 0; index < header.size(); index++) {
      if (ReplayColumns.isOurs(header.get(index))) {
        continue;
      }
      String standard = known.get(index);
      String name = standard == null ? unknown(index, taken) : standard;
      columns.add(new Column(index, header.get(index), name, standard != null, currency(index)));
    }
    return columns;
  }

  private String unknown(int index, Set<String> taken) {
    String normal = HeaderName.normalise(header.get(index));
    String base = normal.isEmpty() ? "column_" + (index + 1) : normal;
    String name = base;
    for (int times = 2; !taken.add(name); times++) {
      name = base + "_" + times;
    }
    return name;
  }

  /** A code in a known column of money stays even if ISO does not know it: it is told later. */
  private String currency(int index) {
    Hit hit = hits.get(index);
    String code = hit == null ? names.get(index).currency() : hit.currency();
    boolean money = hit != null && table.money().contains(hit.column());
    return money || HeaderName.isCurrency(code) ? code : "";
  }
}
