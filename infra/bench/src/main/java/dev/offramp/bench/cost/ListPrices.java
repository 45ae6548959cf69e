package dev.offramp.bench.cost;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AWS's list prices, as the audit's forecast has them, with their sources. */
final class ListPrices {
  private static final String FILE = "/dev/offramp/audit/forecast/aws-prices.yaml";

  private record Item(String what, double usd, double per, String source) {}

  private record Prices(String region, List<Item> items) {}

  private final Prices prices;

  ListPrices() throws IOException {
    try (InputStream in = ListPrices.class.getResourceAsStream(FILE)) {
      prices =
          new ObjectMapper(new YAMLFactory())
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(in, Prices.class);
    }
  }

  /** What a use costs, in USD, item by item; the last line is the sum. */
  Map<String, Double> bill(Use use) {
    Map<String, Double> bill = new LinkedHashMap<>();
    bill.put("DynamoDB, write units", use.writes());
    bill.put("DynamoDB, read units", use.reads());
    bill.put("SQS, requests", use.queue());
    bill.put("S3, writes", use.puts());
    bill.put("S3, reads", use.gets());
    bill.put("Lambda, requests", use.invocations());
    bill.put("Lambda arm64, GB seconds", use.gbSeconds());
    bill.replaceAll((what, count) -> count * each(what));
    bill.put("together", bill.values().stream().mapToDouble(Double::doubleValue).sum());
    return bill;
  }

  private double each(String what) {
    Item item =
        prices.items().stream().filter(i -> i.what().equals(what)).findFirst().orElseThrow();
    return item.usd() / item.per();
  }

  /** The prices with their sources, a line each. */
  String sources() {
    StringBuilder lines = new StringBuilder("List prices of " + prices.region() + ":\n");
    for (Item item : prices.items()) {
      lines.append(
          "- %s: $%s for %,.0f (%s)%n"
              .formatted(item.what(), item.usd(), item.per(), item.source()));
    }
    return lines.toString();
  }
}
