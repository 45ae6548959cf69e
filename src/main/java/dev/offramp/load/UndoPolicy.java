package dev.offramp.load;

/**
 * How a rollback goes about it.
 *
 * @param dryRun only say what would be done
 * @param force also take back what a person has changed since
 */
public record UndoPolicy(boolean dryRun, boolean force) {}
