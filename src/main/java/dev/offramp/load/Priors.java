package dev.offramp.load;

import dev.offramp.crm.RemoteRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What there was of people when it was read.
 *
 * @param traces the people who were looked for
 * @param links what the crosswalk says of them
 * @param records the destination's records by trace; without an entry there is none
 */
record Priors(Set<String> traces, PersonLinks links, Map<String, RemoteRecord> records) {

  /** These, and in their place what was read later. */
  Priors and(Priors later) {
    Set<String> both = new HashSet<>(traces);
    both.addAll(later.traces);
    Map<String, RemoteRecord> all = new HashMap<>(records);
    later.traces.forEach(all::remove);
    all.putAll(later.records);
    return new Priors(both, links.and(later.links), all);
  }
}
