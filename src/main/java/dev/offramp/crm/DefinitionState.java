package dev.offramp.crm;

import java.util.List;

/**
 * What the destination has of a wanted definition.
 *
 * @param definition what was asked for
 * @param remoteId the destination's id of it, or null where it does not exist
 * @param missingOptions the options that a choice field lacks; empty for all else
 */
public record DefinitionState(Definition definition, String remoteId, List<String> missingOptions) {

  /** Copies the options, so that the state stays as it is. */
  public DefinitionState {
    missingOptions = List.copyOf(missingOptions);
  }

  /** Whether it exists at all. */
  public boolean exists() {
    return remoteId != null;
  }

  /** Whether nothing has to be done before records can use it. */
  public boolean complete() {
    return exists() && missingOptions.isEmpty();
  }
}
