package dev.offramp.audit.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.kartra.ExportKind;
import dev.offramp.throttle.LimitsCatalogue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a load takes is arithmetic, and the arithmetic is shown. */
class ForecasterTest {
  private final Forecaster forecaster = new Forecaster();

  private static Load people(long count) {
    return new Load(
        ExportKind.CONTACTS,
        count,
        count,
        Map.of("GRANTED", count / 2, "UNKNOWN", count - count / 2),
        20,
        4,
        count,
        5);
  }

  static Stream<String> destinations() {
    return new DestinationFacts().known().stream();
  }

  @Test
  void everyDestinationWithLimitsHasFacts() {
    TreeSet<String> limited = new TreeSet<>(LimitsCatalogue.bundled().platforms());
    limited.remove("kartra");
    assertThat(new DestinationFacts().known()).isEqualTo(limited);
  }

  @ParameterizedTest
  @MethodSource("destinations")
  void eachHasPlansCallsAndATime(String destination) {
    Forecast forecast = forecaster.forecast(ForecastWish.to(destination), people(10_000));

    assertThat(forecast.calls().total()).isPositive();
    assertThat(forecast.duration().seconds()).isPositive();
    assertThat(forecast.plan().tiers()).isNotEmpty();
    assertThat(forecast.plan().tiers())
        .allSatisfy(tier -> assertThat(tier.source()).startsWith("https://"));
    assertThat(forecast.aws().usd()).isPositive();
    assertThat(forecast.calls().arithmetic()).hasSizeGreaterThan(1);
  }

  @Test
  void theCallsToHubSpotAreCountedStepByStep() {
    Forecast forecast = forecaster.forecast(ForecastWish.to("hubspot"), people(10_000));

    // 5 fields, 4 lists; 100 calls to read, to write, to read lists, to read consent; 20 to put on
    // lists; 50 for refusals; 50 for consents.
    assertThat(forecast.calls().total()).isEqualTo(5 + 4 + 400 + 20 + 50 + 50);
    // On the smallest plan: 100 calls in ten seconds.
    assertThat(forecast.duration().seconds()).isEqualTo(53);
    assertThat(forecast.duration().arithmetic().get(0))
        .isEqualTo("529 calls ÷ (100 calls in 10 s × 100 %) = 53 s");
    assertThat(forecast.enrichment().arithmetic())
        .isEqualTo(List.of("10,000 contacts ÷ 20 calls a second to Kartra = 8 min 20 s"));
  }

  @Test
  void halfTheShareTakesTwiceTheTime() {
    ForecastWish half = new ForecastWish("hubspot", "professional", 1, 500, 1000);
    ForecastWish whole = new ForecastWish("hubspot", "professional", 1, 1000, 1000);
    long fast = forecaster.forecast(whole, people(100_000)).duration().seconds();
    assertThat(forecaster.forecast(half, people(100_000)).duration().seconds())
        .isBetween(2 * fast - 2, 2 * fast + 2);
  }

  @Test
  void aDayThatIsFullIsWaitedFor() {
    // 6,000 people × 5 tokens fill a day of the smallest plan; with the reads, two days are waited
    // for.
    Forecast forecast = forecaster.forecast(ForecastWish.to("pipedrive"), people(12_001));
    assertThat(forecast.duration().seconds()).isEqualTo(2 * 86_400);
    assertThat(forecast.duration().words()).isEqualTo("2 days");
  }

  @ParameterizedTest(name = "{1} people in {0}")
  @CsvSource({
    "zoho, 5000, '', free, true",
    "zoho, 5001, '', standard, true",
    "zoho, 9000000, '', ultimate, false",
    "zoho, 5001, free, free, false",
    "hubspot, 1000, '', starter, true",
    "mailchimp, 501, '', default, true",
  })
  void theSmallestPlanThatHoldsThemIsTaken(
      String destination, long people, String given, String tier, boolean fits) {
    ForecastWish wish = new ForecastWish(destination, given, 1, 1000, 1000);
    Forecast.PlanChoice plan = forecaster.forecast(wish, people(people)).plan();
    assertThat(plan.tier()).isEqualTo(tier);
    assertThat(plan.fits()).isEqualTo(fits);
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> forecaster.forecast(ForecastWish.to("nowhere"), people(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCostIsTheSumOfItsLines() {
    Forecast.Cost cost = new AwsPrices().cost(100_000, 100, 5_000, 300);
    // 330 + 50 GB s … 20,000 + 7,000 + 5,000 + 300 write units at 0.625 a million are 2 cents.
    assertThat(cost.arithmetic())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("DynamoDB, write units: 100,000 rows × 0.2 + 100 chunks × 70")
                    .endsWith("= 32,300 × $0.625 ÷ 1,000,000 = $0.0202"));
    assertThat(cost.usd()).isEqualByComparingTo(new BigDecimal("0.04"));
  }
}
