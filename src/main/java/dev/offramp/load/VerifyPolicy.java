package dev.offramp.load;

import dev.offramp.verify.Extent;

/**
 * What a job's plan says about reading back.
 *
 * @param existing about records that were there already
 * @param extent how much is read back
 */
public record VerifyPolicy(ExistingPolicy existing, Extent extent) {}
