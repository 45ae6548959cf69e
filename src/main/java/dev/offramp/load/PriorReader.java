package dev.offramp.load;

import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.job.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Step 3 of the protocol: reads what there is of people, in as few calls as there can be. */
final class PriorReader {
  private final Crosswalk crosswalk;
  private final Job job;
  private final RecordReader reader;
  private final RecordPlanner planner;
  private final boolean markerIsNew;

  /**
   * Takes its collaborators.
   *
   * @param markerIsNew whether no record had a marker before this job
   */
  PriorReader(
      Crosswalk crosswalk,
      Job job,
      RecordReader reader,
      RecordPlanner planner,
      boolean markerIsNew) {
    this.crosswalk = crosswalk;
    this.job = job;
    this.reader = reader;
    this.planner = planner;
    this.markerIsNew = markerIsNew;
  }

  /** What there is of people now. */
  Priors read(List<PersonGroup> groups) {
    PersonLinks links = PersonLinks.of(crosswalk, job, groups);
    Set<String> traces = new HashSet<>();
    groups.forEach(group -> traces.add(group.trace()));
    return new Priors(traces, links, records(groups, links));
  }

  private Map<String, RemoteRecord> records(List<PersonGroup> groups, PersonLinks links) {
    Set<String> fields = planner.fieldsOf(groups);
    List<Lookup> first = new ArrayList<>();
    for (PersonGroup group : groups) {
      Crosswalk.Link link = links.byKey(group);
      first.add(
          new Lookup(
              group.trace(),
              link == null ? null : link.remoteId(),
              group.wanted().marker(),
              group.wanted().email(),
              false));
    }
    Map<String, RemoteRecord> found = new HashMap<>(reader.read(first, fields));
    readByOtherAddresses(groups, fields, found);
    if (!markerIsNew) {
      // An earlier migration may have marked people who have another address by now.
      List<Lookup> second =
          first.stream()
              .filter(lookup -> !found.containsKey(lookup.traceId()))
              .map(l -> new Lookup(l.traceId(), null, l.marker(), "", true))
              .toList();
      found.putAll(reader.read(second, fields));
    }
    return found;
  }

  /** Rows of one person may have several addresses; a record may bear any of them. */
  private void readByOtherAddresses(
      List<PersonGroup> groups, Set<String> fields, Map<String, RemoteRecord> found) {
    List<Lookup> open = new ArrayList<>();
    for (int place = 0; place == 0 || !open.isEmpty(); place++) {
      open.clear();
      for (PersonGroup group : groups) {
        List<String> others = group.otherAddresses();
        if (!found.containsKey(group.trace()) && place < others.size()) {
          String marker = group.wanted().marker();
          open.add(new Lookup(group.trace(), null, marker, others.get(place), false));
        }
      }
      found.putAll(reader.read(open, fields));
    }
  }
}
