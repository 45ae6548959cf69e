package dev.offramp.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up what one step of a verification finds. Safe for several lanes. */
public final class Tally {
  private final Set<Integer> done = new TreeSet<>();
  private final Map<String, FieldTally> fields = new TreeMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private final Map<String, List<String>> tagged = new TreeMap<>();
  private final Map<String, List<String>> tagsBeside = new TreeMap<>();
  private final Map<String, List<Findings.Member>> members = new TreeMap<>();
  private final Map<String, Long> found = new TreeMap<>();
  private final Map<String, Long> others = new TreeMap<>();
  private final List<Findings.Permission> permitted = new ArrayList<>();
  private Counts counts = Counts.NONE;
  private String cursor = "";

  /** Goes on with what an earlier try has found. */
  public synchronized Tally add(Findings earlier) {
    done.addAll(earlier.done());
    counts = counts.plus(earlier.counts());
    cursor = earlier.cursor();
    earlier.fields().forEach(this::field);
    differences.addAll(earlier.differences());
    merge(tagged, earlier.tagged());
    merge(tagsBeside, earlier.tagsBeside());
    merge(members, earlier.members());
    earlier.found().forEach((list, n) -> found.merge(list, n, Long::sum));
    earlier.others().forEach((list, n) -> others.merge(list, n, Long::sum));
    permitted.addAll(earlier.permitted());
    return this;
  }

  private static <T> void merge(Map<String, List<T>> into, Map<String, List<T>> from) {
    from.forEach((name, ids) -> into.computeIfAbsent(name, n -> new ArrayList<>()).addAll(ids));
  }

  synchronized void count(Counts more) {
    counts = counts.plus(more);
  }

  synchronized void field(String name, FieldTally more) {
    fields.merge(name, more, FieldTally::plus);
  }

  /** Notes a difference. */
  public synchronized void differs(Difference difference) {
    differences.add(difference);
  }

  synchronized void tagged(String tag, String record) {
    tagged.computeIfAbsent(tag, t -> new ArrayList<>()).add(record);
  }

  synchronized void tagBeside(String tag, String record) {
    tagsBeside.computeIfAbsent(tag, t -> new ArrayList<>()).add(record);
  }

  /** Notes who was meant to be on a list. */
  public synchronized void member(String list, Findings.Member member) {
    members.computeIfAbsent(list, l -> new ArrayList<>()).add(member);
  }

  /** Counts members of a list who were meant, and others. */
  public synchronized void members(String list, long meant, long beside) {
    found.merge(list, meant, Long::sum);
    others.merge(list, beside, Long::sum);
  }

  synchronized void permitted(Findings.Permission permission) {
    permitted.add(permission);
  }

  /** Notes that permissions were looked at. */
  public synchronized void permissions(long checked, long kept, long refused) {
    counts = counts.plus(new Counts(0, 0, 0, 0, 0, 0, 0, checked, kept, refused));
  }

  /** A part of the step is done. */
  public synchronized void done(int part) {
    done.add(part);
  }

  /** Whether a part of the step is done. */
  public synchronized boolean isDone(int part) {
    return done.contains(part);
  }

  /** Where the step goes on. */
  public synchronized String cursor() {
    return cursor;
  }

  /** Notes where the step goes on. */
  public synchronized void cursor(String next) {
    cursor = next;
  }

  /** What was found so far. */
  public synchronized Findings findings(boolean complete) {
    return new Findings(
        complete,
        new TreeSet<>(done),
        cursor,
        counts,
        new LinkedHashMap<>(fields),
        List.copyOf(differences),
        new LinkedHashMap<>(tagged),
        new LinkedHashMap<>(tagsBeside),
        new LinkedHashMap<>(members),
        new LinkedHashMap<>(found),
        new LinkedHashMap<>(others),
        List.copyOf(permitted));
  }
}
