package dev.offramp.aws;

import dev.offramp.job.Counters;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Counters as attributes, one each, so that a transaction can add to them. */
final class CountersItem {
  private CountersItem() {}

  static Map<String, AttributeValue> of(Counters counters) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put("rowsParsed", JobItem.number(counters.parsed()));
    item.put("rowsCreated", JobItem.number(counters.created()));
    item.put("rowsUpdated", JobItem.number(counters.updated()));
    item.put("rowsUnchanged", JobItem.number(counters.unchanged()));
    item.put("rowsMerged", JobItem.number(counters.merged()));
    item.put("rowsRejected", JobItem.number(counters.rejected()));
    item.put("rowsExcluded", JobItem.number(counters.excluded()));
    return item;
  }

  static Counters read(Map<String, AttributeValue> item) {
    return new Counters(
        count(item, "rowsParsed"),
        count(item, "rowsCreated"),
        count(item, "rowsUpdated"),
        count(item, "rowsUnchanged"),
        count(item, "rowsMerged"),
        count(item, "rowsRejected"),
        count(item, "rowsExcluded"));
  }

  private static long count(Map<String, AttributeValue> item, String name) {
    return Long.parseLong(item.get(name).n());
  }
}
