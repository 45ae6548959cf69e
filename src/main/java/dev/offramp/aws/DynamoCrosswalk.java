package dev.offramp.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.load.Crosswalk;
import dev.offramp.load.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The crosswalk in pages, as they are put: a hundred links an item. A log of each account says in
 * which order pages count and, by hashes, on which of them a key may be; of several that have a key
 * the latest counts. A link expires with the ledger of the job that last wrote it; what has expired
 * counts as gone, whether DynamoDB has deleted it or not.
 *
 * <p>Links of earlier versions are items of their own in another table, and so are those for which
 * the index in memory has no room. What the log says of a key counts before an item: an item is
 * written only for keys that the log does not have, and goes when the log gets its key.
 */
public final class DynamoCrosswalk implements Crosswalk {
  /** What the index of an account may hold: 64 MB. That is four million people. */
  private static final int MOST_KEYS = 8_000_000;

  private final DynamoDbClient dynamo;
  private final Tables tables;
  private final LinkItems items;
  private final LinkPages pages;
  private final Duration retention;
  private final InstantSource clock;
  private final Supplier<String> names;
  private final int mostKeys;
  private LinkLog current;

  /** The log that was read when the table of items was empty. */
  private LinkLog without;

  /**
   * The tables' names.
   *
   * @param items with an item for each link
   * @param pages with pages and logs
   */
  public record Tables(String items, String pages) {}

  /**
   * Takes its collaborators.
   *
   * @param pause how to wait before what DynamoDB did not take is asked again
   * @param retention how long links are kept after they were last written
   * @param names gives a name that nothing else has
   */
  public DynamoCrosswalk(
      DynamoDbClient dynamo,
      Tables tables,
      ObjectMapper json,
      Pause pause,
      Duration retention,
      InstantSource clock,
      Supplier<String> names) {
    this(dynamo, tables, json, pause, retention, clock, names, MOST_KEYS);
  }

  DynamoCrosswalk(
      DynamoDbClient dynamo,
      Tables tables,
      ObjectMapper json,
      Pause pause,
      Duration retention,
      InstantSource clock,
      Supplier<String> names,
      int mostKeys) {
    this.dynamo = dynamo;
    this.tables = tables;
    this.items =
        new LinkItems(dynamo, tables.items(), new BatchCalls(dynamo, tables.items(), pause));
    this.pages = new LinkPages(new BatchCalls(dynamo, tables.pages(), pause), json);
    this.retention = retention;
    this.clock = clock;
    this.names = names;
    this.mostKeys = mostKeys;
  }

  @Override
  public Map<String, Link> find(String migration, String account, Collection<String> sourceKeys) {
    String whose = whose(migration, account);
    Instant now = clock.instant();
    LinkLog log = refreshed(whose);
    Map<String, LinkLine> lines = lines(log, whose, sourceKeys, now);
    Map<String, Link> found = new HashMap<>();
    Set<String> rest = new HashSet<>();
    for (String key : sourceKeys) {
      LinkLine line = lines.get(key);
      if (line == null) {
        rest.add(key);
      } else if (!line.removed()) {
        found.put(key, line.link());
      }
    }
    if (!rest.isEmpty() && mayHaveItems(log)) {
      found.putAll(items.find(whose, rest, now));
    }
    return found;
  }

  /** What the pages say last of keys; without keys of which they say nothing. */
  private Map<String, LinkLine> lines(
      LinkLog log, String whose, Collection<String> keys, Instant now) {
    Map<String, List<LinkLog.Page>> open = new HashMap<>();
    keys.forEach(key -> open.put(key, log.pages(key, now)));
    open.values().removeIf(List::isEmpty);
    Map<String, LinkLine> found = new HashMap<>();
    Map<LinkLog.Page, Map<String, LinkLine>> read = new HashMap<>();
    while (!open.isEmpty()) {
      Set<LinkLog.Page> wanted = new HashSet<>();
      open.values().forEach(candidates -> wanted.add(candidates.get(0)));
      wanted.removeAll(read.keySet());
      wanted.forEach(page -> read.put(page, Map.of()));
      read.putAll(pages.read(whose, wanted));
      open.forEach(
          (key, candidates) -> {
            LinkLine line = read.get(candidates.get(0)).get(key);
            if (line != null) {
              found.put(key, line);
            }
          });
      open.keySet().removeAll(found.keySet());
      open.replaceAll((key, candidates) -> candidates.subList(1, candidates.size()));
      open.values().removeIf(List::isEmpty);
    }
    return found;
  }

  @Override
  public void put(String migration, String account, Collection<Link> links) {
    Map<String, Link> latest = new LinkedHashMap<>();
    links.forEach(link -> latest.put(link.sourceKey(), link));
    if (latest.isEmpty()) {
      return;
    }
    String whose = whose(migration, account);
    Instant now = clock.instant();
    LinkLog log = refreshed(whose);
    List<Link> apart = new ArrayList<>();
    if (log.size() + latest.size() > mostKeys) {
      latest.values().stream()
          .filter(link -> log.pages(link.sourceKey(), now).isEmpty())
          .forEach(apart::add);
      apart.forEach(link -> latest.remove(link.sourceKey()));
    }
    append(log, whose, latest.values().stream().map(LinkLine::of).toList());
    if (!latest.isEmpty() && mayHaveItems(log)) {
      items.remove(whose, latest.keySet());
    }
    items.put(whose, apart, now.plus(retention));
  }

  @Override
  public void remove(String migration, String account, Collection<String> sourceKeys) {
    String whose = whose(migration, account);
    LinkLog log = refreshed(whose);
    Instant now = clock.instant();
    append(
        log,
        whose,
        sourceKeys.stream()
            .distinct()
            .filter(key -> !log.pages(key, now).isEmpty())
            .map(LinkLine::removed)
            .toList());
    if (mayHaveItems(log)) {
      items.remove(whose, sourceKeys);
    }
  }

  /** Pages first: what the log names is there. */
  private void append(LinkLog log, String whose, List<LinkLine> lines) {
    for (int from = 0; from < lines.size(); from += LinkPages.MOST_LINES) {
      List<LinkLine> part =
          lines.subList(from, Math.min(lines.size(), from + LinkPages.MOST_LINES));
      List<String> keys = part.stream().map(LinkLine::sourceKey).toList();
      // What a page takes the place of must not come back when the page has expired.
      Instant expires = log.keptUntil(keys, clock.instant().plus(retention));
      String name = names.get();
      pages.write(whose, name, part, expires);
      log.append(name, keys, LinkPages.LINES, expires);
    }
  }

  /**
   * Whether links of an account may be items. Where the table was empty nobody adds any to it as
   * long as there is room for their keys in the account's log: so it is asked once.
   */
  private boolean mayHaveItems(LinkLog log) {
    synchronized (this) {
      if (log == without && log.size() <= mostKeys / 2) {
        return false;
      }
    }
    boolean any = items.any();
    synchronized (this) {
      without = any ? null : log;
    }
    return any;
  }

  private LinkLog refreshed(String whose) {
    LinkLog log = log(whose);
    log.refresh();
    return log;
  }

  /** One account at a time is loaded; the index of another one would be in the way. */
  private synchronized LinkLog log(String whose) {
    if (current == null || !current.isOf(whose)) {
      current = new LinkLog(dynamo, tables.pages(), whose);
    }
    return current;
  }

  private static String whose(String migration, String account) {
    return migration + "#" + account;
  }
}
