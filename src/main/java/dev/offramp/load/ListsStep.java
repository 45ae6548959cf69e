package dev.offramp.load;

import dev.offramp.crm.MemberPage;
import dev.offramp.verify.Apart;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Fault;
import dev.offramp.verify.Findings;
import dev.offramp.verify.Tally;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the lists that were joined, page by page, and compares their members with those who were
 * meant. A list of the customer's own that has far more members than ours is not read to its end:
 * then the members that are left are asked for one by one.
 */
final class ListsStep {
  private static final CheckFiles.Kind KIND = CheckFiles.Kind.LISTS;

  /** So many members of other people's are passed over before we ask otherwise. */
  private static final int MOST_OTHERS = 10_000;

  private static final String BY_RECORD = "by record";

  private final CheckContext context;
  private final Map<String, Boolean> ours;

  /**
   * Takes what is needed.
   *
   * @param ours by list, whether everybody on it was put there by this job: it made the list, and
   *     no other job loads into the account
   */
  ListsStep(CheckContext context, Map<String, Boolean> ours) {
    this.context = context;
    this.ours = ours;
  }

  /** The lists of a job, in the order of the steps. */
  static List<String> lists(CheckContext context) {
    return List.copyOf(new TreeMap<>(context.definitions().lists()).values());
  }

  /** Runs a step to its end; what was read of it is kept also where the budget closes. */
  void run(int step) {
    String list = lists(context).get(step);
    Tally tally = context.begun(KIND, step);
    Reading reading = new Reading(list, tally);
    try {
      reading.pages();
      reading.records();
    } catch (RuntimeException e) {
      context.keep(KIND, step, tally, false);
      throw e;
    }
    reading.missing();
    context.keep(KIND, step, tally, true);
  }

  /** Who was meant to be on a list, by record; whoever is not there any more is on no list. */
  private Map<String, Findings.Member> meant(String list, Set<String> gone) {
    Map<String, Findings.Member> meant = new LinkedHashMap<>();
    for (String key : context.found().keys(CheckFiles.Kind.RECORDS).values()) {
      Findings findings = context.found().read(key);
      findings.members().getOrDefault(list, List.of()).forEach(m -> meant.put(m.record(), m));
      findings.differences().stream()
          .filter(d -> d.fault() == Fault.RECORD_LOST || d.fault() == Fault.RECORD_MERGED)
          .forEach(d -> gone.add(d.record()));
    }
    meant.keySet().removeAll(gone);
    return meant;
  }

  /** One list while it is read. Who was seen is kept as its members, for whoever goes on. */
  private final class Reading {
    private final String list;
    private final Tally tally;
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Findings.Member> meant;
    private final Map<String, Findings.Member> left;
    private long others;

    Reading(String list, Tally tally) {
      this.list = list;
      this.tally = tally;
      this.meant = meant(list, gone);
      this.left = new LinkedHashMap<>(meant);
      Findings before = tally.findings(false);
      before.members().getOrDefault(list, List.of()).forEach(seen -> left.remove(seen.record()));
      this.others = before.others().getOrDefault(list, 0L);
    }

    void pages() {
      if (tally.cursor().equals(BY_RECORD) || tally.isDone(0)) {
        return;
      }
      do {
        MemberPage page = context.destination().members(list, tally.cursor());
        page.remoteIds().forEach(this::seen);
        if (page.next().isEmpty()) {
          tally.done(0);
          return;
        }
        tally.cursor(page.next());
      } while (others <= MOST_OTHERS + 2L * meant.size());
      tally.cursor(BY_RECORD);
    }

    private void seen(String record) {
      Findings.Member member = left.remove(record);
      if (member != null) {
        tally.member(list, member);
        tally.members(list, 1, 0);
      } else if (!meant.containsKey(record) && !gone.contains(record)) {
        others++;
        tally.members(list, 0, 1);
        if (ours.getOrDefault(list, false)) {
          tally.differs(
              new Difference(-1, 0, record, Fault.MEMBER_EXTRA, list, "", record, Apart.NO));
        }
      }
    }

    void records() {
      if (!tally.cursor().equals(BY_RECORD)) {
        return;
      }
      int most = context.destination().traits().readBatch();
      for (List<String> part : Batches.of(List.copyOf(left.keySet()), most)) {
        Map<String, Set<String>> there = context.destination().memberships(part);
        part.stream()
            .filter(record -> there.getOrDefault(record, Set.of()).contains(list))
            .forEach(this::seen);
      }
    }

    void missing() {
      left.values()
          .forEach(
              m ->
                  tally.differs(
                      new Difference(
                          m.row(),
                          m.line(),
                          m.record(),
                          Fault.MEMBER_MISSING,
                          list,
                          list,
                          "",
                          Apart.NO)));
    }
  }
}
