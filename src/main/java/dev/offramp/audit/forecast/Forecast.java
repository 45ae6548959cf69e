package dev.offramp.audit.forecast;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What moving an upload will take.
 *
 * @param destination the CRM's key
 * @param name the CRM's name
 * @param sharePerMille how much of the published limits is used
 * @param plan the destination's plan
 * @param calls to the destination
 * @param duration of the load, at the least
 * @param enrichment asking Kartra's API for each contact
 * @param aws what AWS will ask for it
 */
public record Forecast(
    String destination,
    String name,
    int sharePerMille,
    PlanChoice plan,
    Calls calls,
    Seconds duration,
    Seconds enrichment,
    Cost aws) {

  /**
   * Which plan.
   *
   * @param tier its key
   * @param name the vendor's name of it
   * @param given whether it was named by a person; else the smallest that holds them all
   * @param contacts how many people there will be, at least
   * @param counts what the ceiling counts
   * @param ceiling the most that the plan holds; null where the vendor states none
   * @param fits whether they fit
   * @param tiers all plans
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record PlanChoice(
      String tier,
      String name,
      boolean given,
      long contacts,
      String counts,
      Long ceiling,
      boolean fits,
      List<String> arithmetic,
      List<TierLine> tiers) {}

  /** A plan with its ceiling; null where the vendor states none. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record TierLine(String tier, String name, Long ceiling, String note, String source) {}

  /** How many calls, and what else they cost by unit. */
  public record Calls(
      long total, Map<String, Long> units, List<String> arithmetic, String source) {}

  /** How long something takes. */
  public record Seconds(long seconds, String words, List<String> arithmetic) {}

  /** What something costs in US dollars. */
  public record Cost(BigDecimal usd, List<String> arithmetic, List<String> sources) {}
}
