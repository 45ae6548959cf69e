package dev.offramp.kartra.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A transaction or a subscription of a person, by Kartra's own names of its members. What a list of
 * them tells is little; its details tell all.
 *
 * <p>Source: support.kartra.com/support/solutions/articles/153000169474 to 153000169476.
 *
 * @param id Kartra's id
 * @param type the type of a transaction ({@code sale}, {@code rebill}, …) or the status of a
 *     subscription ({@code Active}, {@code Paused}, …); empty where the answer has none
 * @param members everything that has a value
 */
public record TransactionDetails(String id, String type, Map<String, String> members) {

  /** Copies the members, keeping their order. */
  public TransactionDetails {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** A member's value, empty where there is none. */
  public String member(String name) {
    return members.getOrDefault(name, "");
  }

  /** Nothing of the person (invariant 8). */
  @Override
  public String toString() {
    return "TransactionDetails[…]";
  }
}
