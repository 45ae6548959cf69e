package dev.offramp.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits as data. */
class LimitsCatalogueTest {
  private static final LimitsCatalogue CATALOGUE = LimitsCatalogue.bundled();

  static Stream<Limits> all() {
    return CATALOGUE.platforms().stream()
        .sorted()
        .flatMap(
            platform ->
                CATALOGUE.tiers(platform).stream()
                    .sorted()
                    .map(tier -> CATALOGUE.limits(platform, tier, 1)));
  }

  @Test
  void it_knows_kartra_and_the_twelve_destinations() {
    assertThat(CATALOGUE.platforms())
        .containsExactlyInAnyOrder(
            "kartra",
            "hubspot",
            "salesforce",
            "zoho",
            "pipedrive",
            "highlevel",
            "freshsales",
            "dynamics365",
            "odoo",
            "twenty",
            "nutshell",
            "mailchimp",
            "monday");
  }

  @ParameterizedTest
  @MethodSource("all")
  void every_figure_has_a_source(Limits limits) {
    assertThat(limits.windows()).isNotEmpty();
    assertThat(limits.windows())
        .allSatisfy(w -> assertThat(w.source()).startsWith("https://").doesNotContain(" "));
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_default_tier_has_the_smallest_figures_that_the_vendor_states(Limits limits) {
    assumeThat(limits.tier()).isNotEqualTo("reported");
    Limits least = CATALOGUE.limits(limits.platform(), LimitsCatalogue.DEFAULT_TIER, 1);
    for (Window window : least.windows()) {
      assertThat(limits.windows())
          .filteredOn(w -> w.id().equals(window.id()))
          .allSatisfy(w -> assertThat(w.limit()).isGreaterThanOrEqualTo(window.limit()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kartra,default,1,calls/PT1S,20",
    "hubspot,starter,1,calls/PT10S,100",
    "hubspot,professional,1,calls/PT10S,190",
    "hubspot,professional,1,calls/day,625000",
    "hubspot,enterprise,1,calls/day,1000000",
    "salesforce,enterprise,10,calls/PT24H,110000",
    "salesforce,unlimited,10,calls/PT24H,150000",
    "zoho,standard,1000,credits/PT24H,100000",
    "zoho,enterprise,10,credits/PT24H,60000",
    "zoho,enterprise,10,calls/in-flight,10",
    "pipedrive,lite,1,tokens/day,30000",
    "pipedrive,ultimate,5,tokens/day,1050000",
    "pipedrive,growth,1,calls/PT2S,40",
    "pipedrive,growth-oauth,1,calls/PT2S,160",
    "highlevel,default,1,calls/day,200000",
    "freshsales,pro,1,calls/PT1H,2000",
    "freshsales,pro,1,calls/PT1M,400",
    "dynamics365,default,1,calls/PT5M,6000",
    "dynamics365,entitlement,3,records/PT24H,120000",
    "dynamics365,default,1,execution_ms/PT5M,1200000",
    "twenty,default,1,calls/PT1M,100",
    "mailchimp,default,1,calls/in-flight,10",
    "monday,pro,1,calls/day,10000",
    "monday,basic,1,complexity/PT1M,10000000",
    "monday,default,1,records/PT1H,19000",
  })
  void the_figures(String platform, String tier, long seats, String window, long limit) {
    assertThat(CATALOGUE.limits(platform, tier, seats).windows())
        .filteredOn(w -> w.id().equals(window))
        .extracting(Window::limit)
        .containsExactly(limit);
  }

  @Test
  void a_midnight_that_is_not_known_slides_until_somebody_tells_the_zone() {
    Limits limits = CATALOGUE.limits("hubspot", "professional", 1);
    Window day = day(limits);
    assertThat(day.slidesOver()).isEqualTo(Duration.ofHours(25));
    assertThat(day.onCalendar()).isFalse();

    Window local = day(limits.inZone(ZoneId.of("America/New_York")));
    assertThat(local.zone()).isEqualTo(Optional.of(ZoneId.of("America/New_York")));
    assertThat(local.onCalendar()).isTrue();
    assertThat(local.limit()).isEqualTo(625_000);
  }

  private static Window day(Limits limits) {
    return limits.windows().stream().max(Comparator.comparing(Window::length)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{counts: calls, limit: 1, per: PT1S} | no source",
        "{counts: calls, limit: 1, per: PT1S, source: 'somewhere'} | no source",
        "{counts: calls, limit: 0, per: PT1S, source: 'https://x.test'} | at least 1",
        "{counts: calls, limit: 1.5, per: PT1S, source: 'https://x.test'} | whole number",
        "{counts: miles, limit: 1, per: PT1S, source: 'https://x.test'} | MILES",
        "{counts: calls, limit: 1, per: soon, source: 'https://x.test'} | Duration",
        "{counts: calls, limit: 1, per: PT1H, midnight: UTC, source: 'https://x.test'} | one day",
        "{counts: calls, limit: 1, per: P1D, midnight: Mars, source: 'https://x.test'} | Mars",
        "{counts: calls, limit: 1, per: PT1S, sauce: 'https://x.test'} | sauce",
      })
  void what_is_not_valid_is_refused(String window, String why) {
    String yaml = "platforms: {p: {default: [" + window + "]}}";
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(LimitsException.class)
        .hasMessageStartingWith("OFF-2702 ")
        .hasMessageContaining(why);
  }

  @Test
  void a_window_stated_twice_is_refused() {
    String window = "{counts: calls, limit: 1, per: PT1S, source: 'https://x.test'}";
    LimitsCatalogue twice = read("platforms: {p: {default: [" + window + "," + window + "]}}");
    assertThatThrownBy(() -> twice.limits("p", "default", 1)).hasMessageContaining("calls/PT1S");
  }

  @Test
  void what_is_not_there_is_named_with_what_is() {
    assertThatThrownBy(() -> CATALOGUE.limits("hubspot", "gold", 1))
        .isInstanceOf(LimitsException.class)
        .hasMessageContaining("enterprise");
    assertThatThrownBy(() -> CATALOGUE.limits("goldmine", "default", 1))
        .isInstanceOf(LimitsException.class)
        .hasMessageContaining("hubspot");
  }

  @Test
  void the_time_that_a_load_takes_is_arithmetic() {
    Limits hubspot = CATALOGUE.limits("hubspot", "professional", 1);
    // 190 in 10 s, less the margins: (10 s + 240 ms) / 190 from call to call.
    assertThat(hubspot.permittedPerSecond().orElseThrow()).isBetween(18.4, 18.6);
    assertThat(hubspot.eta(1)).isZero();
    assertThat(hubspot.eta(1_901)).isBetween(Duration.ofSeconds(102), Duration.ofSeconds(104));
    assertThat(hubspot.eta(625_001)).isEqualTo(Duration.ofDays(1));

    Limits salesforce = CATALOGUE.limits("salesforce", "developer", 1);
    assertThat(salesforce.permittedPerSecond()).isEmpty();
    assertThat(salesforce.eta(15_000)).isZero();
    assertThat(salesforce.eta(30_001)).isEqualTo(Duration.ofDays(2));

    // 30,000 tokens a day at 5 a call: 6,000 calls a day, 20 in 2 s while they last.
    Limits pipedrive = CATALOGUE.limits("pipedrive", "lite", 1);
    Cost create = Cost.call().with(CostUnit.TOKENS, 5);
    assertThat(pipedrive.eta(6_000, create)).isLessThan(Duration.ofMinutes(15));
    assertThat(pipedrive.eta(6_001, create)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void a_limit_in_words() {
    assertThat(CATALOGUE.limits("monday", "default", 1).windows())
        .extracting(Window::inWords)
        .containsExactly(
            "200 calls a day",
            "1000000 complexity in 60 s",
            "19000 records in 1 h",
            "5000 calls in 10 s",
            "40 calls in flight");
  }

  private static LimitsCatalogue read(String yaml) {
    return LimitsCatalogue.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
