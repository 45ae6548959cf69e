package dev.offramp.enrich;

import dev.offramp.kartra.api.LeadDetails;
import dev.offramp.plan.EnrichedRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Memberships, sequences and left lists in words: what tags cannot tell is not lost. */
final class Histories {
  private Histories() {}

  static void add(Map<String, List<String>> fields, LeadDetails facts) {
    put(fields, EnrichedRules.MEMBERSHIPS, facts.memberships().stream().map(Histories::text));
    put(fields, EnrichedRules.SEQUENCES, facts.sequences().stream().map(Histories::text));
    put(
        fields,
        EnrichedRules.LISTS_LEFT,
        facts.lists().stream()
            .filter(list -> !list.active())
            .map(LeadDetails.ListMembership::name));
  }

  private static void put(Map<String, List<String>> fields, String column, Stream<String> lines) {
    String text = String.join("\n", lines.toList());
    if (!text.isEmpty()) {
      fields.put(column, List.of(text));
    }
  }

  private static String text(LeadDetails.Membership one) {
    String level = one.level().isEmpty() ? "" : " / " + one.level();
    String since = one.grantedAt().isEmpty() ? "" : ", since " + one.grantedAt();
    return one.name() + level + ": " + (one.active() ? "active" : "ended") + since;
  }

  private static String text(LeadDetails.SequenceStep one) {
    String step = one.step().isEmpty() ? "" : "step " + one.step() + ", ";
    return one.name() + ": " + step + (one.active() ? "active" : "left");
  }
}
