package dev.offramp.audit.forecast;

import dev.offramp.kartra.ExportKind;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.LimitsCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a load will take, with the arithmetic. */
public final class Forecaster {
  private final DestinationFacts facts = new DestinationFacts();
  private final LimitsCatalogue catalogue = LimitsCatalogue.bundled();
  private final AwsPrices prices = new AwsPrices();

  /**
   * The forecast of a load.
   *
   * @throws IllegalArgumentException if the destination or the tier is not known
   */
  public Forecast forecast(ForecastWish wish, Load load) {
    DestinationFacts.Destination destination = facts.of(wish.destination());
    Forecast.PlanChoice plan = plan(wish, destination, load);
    CallCount calls = new CallCount(destination, load);
    Limits limits = limits(wish, plan.tier());
    Forecast.Seconds duration =
        new LoadTime(limits, wish.sharePerMille(), destination.latencyMs()).of(calls);
    long chunks = (load.rows() + wish.chunkRows() - 1) / wish.chunkRows();
    return new Forecast(
        wish.destination(),
        destination.name(),
        wish.sharePerMille(),
        plan,
        calls.forecast(),
        duration,
        enrichment(load),
        prices.cost(load.rows(), chunks, calls.total(), duration.seconds()));
  }

  private static Forecast.PlanChoice plan(
      ForecastWish wish, DestinationFacts.Destination destination, Load load) {
    long people = load.amount(Load.Of.CONTACTS);
    boolean given = !wish.tier().isEmpty();
    DestinationFacts.Tier tier =
        given
            ? destination
                .tier(wish.tier())
                .orElseThrow(() -> new IllegalArgumentException("there is no such tier"))
            : smallest(destination, people);
    boolean fits = tier.ceiling() == null || people <= tier.ceiling();
    List<String> lines = new ArrayList<>();
    lines.add(
        tier.ceiling() == null
            ? Line.of(
                "%,d contacts; %s states no ceiling for %s",
                people, destination.name(), tier.name())
            : Line.of(
                "%,d contacts %s the ceiling of %s, %,d %s",
                people,
                fits ? "are within" : "are more than",
                tier.name(),
                tier.ceiling(),
                destination.counts()));
    if (!tier.note().isEmpty()) {
      lines.add(tier.note());
    }
    return new Forecast.PlanChoice(
        tier.key(),
        tier.name(),
        given,
        people,
        destination.counts(),
        tier.ceiling(),
        fits,
        lines,
        destination.tiers().stream().map(Forecaster::line).toList());
  }

  private static Forecast.TierLine line(DestinationFacts.Tier tier) {
    return new Forecast.TierLine(
        tier.key(), tier.name(), tier.ceiling(), tier.note(), tier.source());
  }

  /** The smallest plan that holds them all; the largest where none does. */
  private static DestinationFacts.Tier smallest(
      DestinationFacts.Destination destination, long people) {
    Optional<DestinationFacts.Tier> fits =
        destination.tiers().stream()
            .filter(t -> t.ceiling() == null || people <= t.ceiling())
            .findFirst();
    return fits.orElse(destination.tiers().get(destination.tiers().size() - 1));
  }

  private Limits limits(ForecastWish wish, String tier) {
    boolean known = catalogue.tiers(wish.destination()).contains(tier);
    return catalogue.limits(
        wish.destination(), known ? tier : LimitsCatalogue.DEFAULT_TIER, wish.seats());
  }

  /** One call for each contact, at Kartra's own limit. */
  private Forecast.Seconds enrichment(Load load) {
    long people = load.kind() == ExportKind.CONTACTS ? load.records() : 0;
    long perSecond =
        catalogue.limits("kartra", LimitsCatalogue.DEFAULT_TIER, 1).windows().get(0).limit();
    long seconds = (people + perSecond - 1) / perSecond;
    return new Forecast.Seconds(
        seconds,
        TimeWords.of(seconds),
        List.of(
            Line.of(
                "%,d contacts ÷ %d calls a second to Kartra = %s",
                people, perSecond, TimeWords.of(seconds))));
  }
}
