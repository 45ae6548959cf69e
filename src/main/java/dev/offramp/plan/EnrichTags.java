package dev.offramp.plan;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How memberships and sequences of Kartra's API are named as tags.
 *
 * @param membership with {@code {membership}} and, if wanted, {@code {level}}; {@link Plan#DROP}
 *     for no tag
 * @param sequence with {@code {sequence}} and, if wanted, {@code {step}}; {@link Plan#DROP} for no
 *     tag
 */
public record EnrichTags(String membership, String sequence) {
  /** What is taken where the plan says nothing. */
  public static final EnrichTags USUAL =
      new EnrichTags("Membership: {membership} / {level}", "Sequence: {sequence} / {step}");

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern LOOSE_END = Pattern.compile("[\\s/:,|-]+$");

  /**
   * The same, if both rules can be followed.
   *
   * @throws PlanException OFF-1510 naming the rule
   */
  EnrichTags checked() {
    check("membership", membership, Set.of("membership", "level"));
    check("sequence", sequence, Set.of("sequence", "step"));
    return this;
  }

  private static void check(String name, String rule, Set<String> places) {
    if (rule.equals(Plan.DROP)) {
      return;
    }
    boolean known = PLACE.matcher(rule).results().allMatch(m -> places.contains(m.group(1)));
    String rest = PLACE.matcher(rule).replaceAll("");
    if (!known
        || rest.indexOf('{') >= 0
        || rest.indexOf('}') >= 0
        || rule.indexOf(';') >= 0
        || !rule.contains("{" + name + "}")) {
      throw new PlanException(
          "OFF-1510",
          "plan.yaml: enrichTags.%s has to hold {%s}, and no other places than %s and no semicolon; or drop."
              .formatted(name, name, places.stream().sorted().toList()));
    }
  }

  /** The tag of a membership; empty for none. */
  public String membership(String membershipName, String level) {
    return filled(membership, "membership", membershipName, "level", level);
  }

  /** The tag of a sequence; empty for none. */
  public String sequence(String sequenceName, String step) {
    return filled(sequence, "sequence", sequenceName, "step", step);
  }

  private static String filled(String rule, String a, String aValue, String b, String bValue) {
    if (rule.equals(Plan.DROP)) {
      return "";
    }
    // In one pass: a name that holds braces is not filled again.
    String text =
        PLACE
            .matcher(rule)
            .replaceAll(m -> Matcher.quoteReplacement(m.group(1).equals(a) ? aValue : bValue));
    boolean open = bValue.isEmpty() && rule.strip().endsWith("{" + b + "}");
    return open ? LOOSE_END.matcher(text).replaceFirst("") : text.strip();
  }
}
