package dev.offramp.local.emulator;

import java.util.Optional;

/**
 * An object has come to be.
 *
 * @param kind such as {@code ObjectCreated:Put}
 * @param bucket its bucket
 * @param key its key, not encoded
 * @param size bytes
 * @param eTag its entity tag, without quotes
 * @param versionId its version, if the store has versions
 */
public record ObjectCreated(
    String kind, String bucket, String key, long size, String eTag, Optional<String> versionId) {}
