package dev.offramp.crm;

import java.util.List;

/**
 * Some of the members of a list.
 *
 * @param remoteIds the destination's ids of the members
 * @param next where the next page begins, in the destination's words; empty on the last page
 */
public record MemberPage(List<String> remoteIds, String next) {
  /** Copies the ids. */
  public MemberPage {
    remoteIds = List.copyOf(remoteIds);
  }
}
