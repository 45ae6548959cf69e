package dev.offramp.local.template;

import java.util.List;

/**
 * A bucket.
 *
 * @param logicalId its name in the template
 * @param name its name at S3
 * @param versioned whether its objects have versions
 * @param notifications what it tells, and whom
 */
public record BucketDeclaration(
    String logicalId, String name, boolean versioned, List<BucketNotification> notifications) {}
