package dev.offramp.load;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * With whom a chunk had to do: what was read of these people before is not worth anything after it.
 *
 * @param keys the crosswalk's keys of the people
 * @param records the destination's records that were made, changed, or found
 */
record Trail(Set<String> keys, Set<String> records) {

  /** The trail of a chunk that is loaded. */
  static Trail of(List<PersonGroup> groups, Map<String, PersonState> people) {
    Set<String> keys = new HashSet<>();
    groups.forEach(group -> keys.addAll(SourceKeys.of(group.rows())));
    Set<String> records = new HashSet<>();
    people.values().stream().map(PersonState::remoteId).forEach(records::add);
    return new Trail(keys, records);
  }

  /** Whether the chunk may have changed what was read of a person. */
  boolean crosses(PersonGroup group, Priors priors) {
    Crosswalk.Link link = priors.links().byKey(group);
    var record = priors.records().get(group.trace());
    return SourceKeys.of(group.rows()).stream().anyMatch(keys::contains)
        || (link != null && records.contains(link.remoteId()))
        || (record != null && records.contains(record.remoteId()));
  }
}
