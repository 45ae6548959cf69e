package dev.offramp.load;

import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Step 3 of the protocol: reads what there is of people, in as few calls as there can be. */
final class PriorReader {
  private final Crosswalk crosswalk;
  private final ChunkContext context;
  private final RecordReader reader;
  private final RecordPlanner planner;

  PriorReader(
      Crosswalk crosswalk, ChunkContext context, RecordReader reader, RecordPlanner planner) {
    this.crosswalk = crosswalk;
    this.context = context;
    this.reader = reader;
    this.planner = planner;
  }

  /** What there is of people now. */
  Priors read(List<PersonGroup> groups) {
    PersonLinks links = links(groups);
    Set<String> traces = new HashSet<>();
    groups.forEach(group -> traces.add(group.trace()));
    return new Priors(traces, links, records(groups, links));
  }

  /** What the crosswalk and other jobs' ledgers say of people. */
  PersonLinks links(List<PersonGroup> groups) {
    return PersonLinks.of(crosswalk, context, reader, groups);
  }

  /** The records of people whose links are known. */
  Map<String, RemoteRecord> records(List<PersonGroup> groups, PersonLinks links) {
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
    if (!context.definitions().markerIsNew()) {
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
