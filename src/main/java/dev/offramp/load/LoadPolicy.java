package dev.offramp.load;

/**
 * What the plan says about loading.
 *
 * @param existing about records that were there before
 * @param strict whether a call waits until the one before it is answered
 */
public record LoadPolicy(ExistingPolicy existing, boolean strict) {}
