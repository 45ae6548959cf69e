package dev.offramp.audit.forecast;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What AWS asks for a load, at list prices; from {@code aws-prices.yaml}. */
final class AwsPrices {
  private static final int DIGITS = 4;
  private static final int CENTS = 2;

  /**
   * A line of the bill.
   *
   * @param what is counted
   * @param usd the price of {@code per} of them
   * @param row how many of them a row takes
   * @param chunk how many a chunk takes
   * @param call how many a call to the destination takes
   * @param second how many a second of loading takes
   * @param source the price's page
   */
  record Item(
      String what,
      BigDecimal usd,
      long per,
      double row,
      double chunk,
      double call,
      double second,
      String source) {}

  private record File(String region, List<Item> items) {}

  private final File file;

  AwsPrices() {
    try (InputStream in = AwsPrices.class.getResourceAsStream("aws-prices.yaml")) {
      file = new ObjectMapper(new YAMLFactory()).readValue(in, File.class);
    } catch (IOException e) {
      throw new UncheckedIOException("aws-prices.yaml cannot be read", e);
    }
  }

  /** The cost of moving rows in chunks with calls that take some seconds. */
  Forecast.Cost cost(long rows, long chunks, long calls, long seconds) {
    BigDecimal sum = BigDecimal.ZERO;
    List<String> lines = new ArrayList<>();
    TreeSet<String> sources = new TreeSet<>();
    for (Item item : file.items()) {
      List<String> terms = new ArrayList<>();
      double uses =
          term(terms, item.row(), rows, "rows")
              + term(terms, item.chunk(), chunks, "chunks")
              + term(terms, item.call(), calls, "calls")
              + term(terms, item.second(), seconds, "s");
      BigDecimal cost =
          BigDecimal.valueOf(uses)
              .multiply(item.usd())
              .divide(BigDecimal.valueOf(item.per()), DIGITS + 4, RoundingMode.HALF_UP);
      lines.add(
          Line.of(
              "%s: %s = %,.0f × $%s%s = $%s",
              item.what(),
              String.join(" + ", terms),
              uses,
              item.usd().toPlainString(),
              item.per() == 1 ? "" : Line.of(" ÷ %,d", item.per()),
              cost.setScale(DIGITS, RoundingMode.HALF_UP).toPlainString()));
      sources.add(item.source());
      sum = sum.add(cost);
    }
    BigDecimal total = sum.setScale(CENTS, RoundingMode.UP);
    lines.add(Line.of("Together, in %s: $%s", file.region(), total.toPlainString()));
    return new Forecast.Cost(total, lines, List.copyOf(sources));
  }

  private static double term(List<String> terms, double each, long n, String unit) {
    if (each == 0) {
      return 0;
    }
    String times = BigDecimal.valueOf(each).stripTrailingZeros().toPlainString();
    terms.add(each == 1 ? Line.of("%,d %s", n, unit) : Line.of("%,d %s × %s", n, unit, times));
    return each * n;
  }
}
