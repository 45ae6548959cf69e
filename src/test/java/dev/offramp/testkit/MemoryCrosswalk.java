package dev.offramp.testkit;

import dev.offramp.load.Crosswalk;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** A crosswalk in memory. */
public final class MemoryCrosswalk implements Crosswalk {
  private record Key(String migration, String account, String sourceKey) {}

  private final Map<Key, Link> links = new HashMap<>();

  @Override
  public synchronized Map<String, Link> find(
      String migration, String account, Collection<String> sourceKeys) {
    Map<String, Link> found = new HashMap<>();
    for (String key : sourceKeys) {
      Link link = links.get(new Key(migration, account, key));
      if (link != null) {
        found.put(key, link);
      }
    }
    return found;
  }

  @Override
  public synchronized void put(String migration, String account, Collection<Link> all) {
    all.forEach(link -> links.put(new Key(migration, account, link.sourceKey()), link));
  }

  @Override
  public synchronized void remove(String migration, String account, Collection<String> sourceKeys) {
    sourceKeys.forEach(key -> links.remove(new Key(migration, account, key)));
  }
}
