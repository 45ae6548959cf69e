package dev.offramp.report;

import dev.offramp.load.CheckFiles;
import dev.offramp.verify.Counts;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Fault;
import dev.offramp.verify.FieldTally;
import dev.offramp.verify.Findings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds up what the steps of a verification found. */
final class FindingsSum {
  /** How many differences a page and the data name one by one; the tables have all of them. */
  static final int MOST_NAMED = 200;

  private final Map<String, String> listNames;
  private final DifferenceTable table;
  private final Map<String, FieldTally> fields = new TreeMap<>();
  private final Map<String, Set<String>> tagged = new TreeMap<>();
  private final Map<String, Set<String>> beside = new TreeMap<>();
  private final Map<String, Set<String>> untagged = new TreeMap<>();
  private final Map<String, Set<String>> members = new TreeMap<>();
  private final Map<String, Long> membersFound = new TreeMap<>();
  private final Map<String, Long> others = new TreeMap<>();
  private final Map<String, Long> kinds = new TreeMap<>();
  private final List<Reconciliation.Line> first = new ArrayList<>();
  private Counts counts = Counts.NONE;
  private long total;
  private long apart;

  /** Takes the names of lists by the destination's ids, and where every difference goes. */
  FindingsSum(Map<String, String> listNames, DifferenceTable table) {
    this.listNames = listNames;
    this.table = table;
  }

  void add(CheckFiles.Kind kind, Findings findings) {
    counts = counts.plus(findings.counts());
    findings.fields().forEach((name, tally) -> fields.merge(name, tally, FieldTally::plus));
    findings.tagged().forEach((tag, ids) -> set(tagged, tag).addAll(ids));
    findings.tagsBeside().forEach((tag, ids) -> set(beside, tag).addAll(ids));
    if (kind == CheckFiles.Kind.RECORDS) {
      findings.members().forEach((l, all) -> all.forEach(m -> set(members, l).add(m.record())));
    }
    findings.found().forEach((list, n) -> membersFound.merge(list, n, Long::sum));
    findings.others().forEach((list, n) -> others.merge(list, n, Long::sum));
    findings.differences().forEach(this::differs);
  }

  private static Set<String> set(Map<String, Set<String>> sets, String name) {
    return sets.computeIfAbsent(name, n -> new HashSet<>());
  }

  private void differs(Difference one) {
    String subject = listNames.getOrDefault(one.subject(), one.subject());
    boolean ofList = one.fault() == Fault.MEMBER_MISSING || one.fault() == Fault.MEMBER_EXTRA;
    String named = ofList ? subject : one.subject();
    table.add(one, named);
    if (one.fault() == Fault.TAG_MISSING) {
      set(untagged, one.subject()).add(one.record());
    }
    if (one.counts()) {
      total++;
      kinds.merge(one.fault().name(), 1L, Long::sum);
    } else {
      apart++;
    }
    if (one.counts() && first.size() < MOST_NAMED) {
      first.add(
          new Reconciliation.Line(
              one.row(),
              one.line(),
              one.record(),
              one.fault().name(),
              named,
              one.meant(),
              one.found(),
              one.apart().words()));
    }
  }

  Counts counts() {
    return counts;
  }

  long total() {
    return total;
  }

  Reconciliation.Consent consent() {
    return new Reconciliation.Consent(
        counts.optOuts(),
        counts.optOutsFound(),
        counts.permissions(),
        counts.permissionsChecked(),
        counts.permissionsFound(),
        counts.refusedSince());
  }

  /** Of tags that only others have nothing is said. */
  List<Reconciliation.TagLine> tags() {
    List<Reconciliation.TagLine> lines = new ArrayList<>();
    tagged.forEach(
        (tag, meant) -> {
          Set<String> found = new HashSet<>(meant);
          found.removeAll(untagged.getOrDefault(tag, Set.of()));
          long more =
              beside.getOrDefault(tag, Set.of()).stream().filter(id -> !meant.contains(id)).count();
          lines.add(new Reconciliation.TagLine(tag, meant.size(), found.size(), more));
        });
    return lines;
  }

  List<Reconciliation.ListLine> lists() {
    List<Reconciliation.ListLine> lines = new ArrayList<>();
    members.forEach(
        (list, meant) ->
            lines.add(
                new Reconciliation.ListLine(
                    listNames.getOrDefault(list, list),
                    list,
                    meant.size(),
                    membersFound.getOrDefault(list, 0L),
                    others.getOrDefault(list, 0L))));
    return lines;
  }

  List<Reconciliation.FieldLine> fields(Map<String, String> columns) {
    List<Reconciliation.FieldLine> lines = new ArrayList<>();
    fields.forEach(
        (name, f) ->
            lines.add(
                new Reconciliation.FieldLine(
                    name,
                    columns.getOrDefault(name, ""),
                    f.compared(),
                    f.exact(),
                    f.normalised(),
                    f.kept(),
                    f.different(),
                    f.apart())));
    return lines;
  }

  Reconciliation.Differences differences(List<String> files) {
    return new Reconciliation.Differences(total, apart, kinds, List.copyOf(first), files);
  }
}
