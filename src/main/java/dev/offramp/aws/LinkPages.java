package dev.offramp.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Ordinals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Pages of links, as compressed JSON. A page is written once and never changed. */
final class LinkPages {
  /** So many take two to three KB; a read unit allows four. */
  static final int LINES = 100;

  /** The most lines of a set of pages: what one call writes. */
  static final int MOST_LINES = LINES * BatchCalls.MOST_WRITTEN;

  private static final TypeReference<List<LinkLine>> PAGE = new TypeReference<>() {};

  private final BatchCalls calls;
  private final PackedJson json;

  LinkPages(BatchCalls calls, ObjectMapper json) {
    this.calls = calls;
    this.json = new PackedJson(json);
  }

  /** Writes a set of pages. */
  void write(String account, String name, List<LinkLine> lines, Instant expires) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int from = 0; from < lines.size(); from += LINES) {
      List<LinkLine> page = lines.subList(from, Math.min(lines.size(), from + LINES));
      Map<String, AttributeValue> item = new HashMap<>(key(account, name, from / LINES));
      item.put("body", AttributeValue.fromB(SdkBytes.fromByteArray(json.packed(page))));
      item.put("expires", JobItem.number(expires.getEpochSecond()));
      items.add(item);
    }
    calls.put(items);
  }

  /** The lines of pages by key; without those pages that DynamoDB has deleted since. */
  Map<LinkLog.Page, Map<String, LinkLine>> read(String account, Collection<LinkLog.Page> wanted) {
    Map<Map<String, AttributeValue>, LinkLog.Page> pages = new HashMap<>();
    wanted.forEach(page -> pages.put(key(account, page.entry().name(), page.place()), page));
    Map<LinkLog.Page, Map<String, LinkLine>> found = new HashMap<>();
    for (var item : calls.read(List.copyOf(pages.keySet()))) {
      Map<String, LinkLine> lines = new HashMap<>();
      json.unpacked(item.get("body").b().asByteArray(), PAGE)
          .forEach(line -> lines.put(line.sourceKey(), line));
      found.put(pages.get(Map.of("pk", item.get("pk"), "sk", item.get("sk"))), lines);
    }
    return found;
  }

  private static Map<String, AttributeValue> key(String account, String name, int place) {
    return Map.of(
        "pk", AttributeValue.fromS(account + "#" + name),
        "sk", AttributeValue.fromS(Ordinals.of(place, 3)));
  }
}
