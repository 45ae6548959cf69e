package dev.offramp.kartra.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Kartra knows of a person. Values are Kartra's own, cleaned of nothing.
 *
 * <p>Source: support.kartra.com/support/solutions/articles/153000169499.
 *
 * @param fields the standard members that have a value, by Kartra's names
 * @param customFields by identifier: the value, or the texts of the chosen options
 * @param tags by name
 * @param lists those left among them
 * @param sequences those left among them
 * @param memberships those ended among them
 */
public record LeadDetails(
    Map<String, String> fields,
    Map<String, List<String>> customFields,
    List<String> tags,
    List<ListMembership> lists,
    List<SequenceStep> sequences,
    List<Membership> memberships) {

  /**
   * A list on which the person is, or was.
   *
   * @param active false once the person has left it
   */
  public record ListMembership(String name, boolean active) {}

  /**
   * A sequence.
   *
   * @param step where the person is, or empty
   * @param active false once the person has left it
   */
  public record SequenceStep(String name, String step, boolean active) {}

  /**
   * Access to a level of a membership.
   *
   * @param level its name, or empty
   * @param active false once it was taken away
   * @param grantedAt as Kartra writes it, or empty
   */
  public record Membership(String name, String level, boolean active, String grantedAt) {}

  /** Copies the collections, keeping their order. */
  public LeadDetails {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    customFields = Collections.unmodifiableMap(new LinkedHashMap<>(customFields));
    tags = List.copyOf(tags);
    lists = List.copyOf(lists);
    sequences = List.copyOf(sequences);
    memberships = List.copyOf(memberships);
  }

  /** A standard member's value, empty where there is none. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Whether Kartra keeps the person as deleted. */
  public boolean deleted() {
    return field("lead_deleted").equals("1");
  }

  /** Nothing of the person (invariant 8). */
  @Override
  public String toString() {
    return "LeadDetails[…]";
  }
}
