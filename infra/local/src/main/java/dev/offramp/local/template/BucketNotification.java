package dev.offramp.local.template;

import java.util.List;

/**
 * What a bucket tells, and whom.
 *
 * @param id its name in the event ({@code configurationId})
 * @param events kinds of event, such as {@code s3:ObjectCreated:*}
 * @param prefix how the key has to begin; empty: any
 * @param suffix how the key has to end; empty: any
 * @param target the ARN of a queue or of a function
 */
public record BucketNotification(
    String id, List<String> events, String prefix, String suffix, String target) {
  /**
   * Whether an event of this kind on this key is to be told.
   *
   * @param kind such as {@code ObjectCreated:Put}
   * @param key the key, not encoded
   */
  public boolean wants(String kind, String key) {
    return key.startsWith(prefix)
        && key.endsWith(suffix)
        && events.stream().anyMatch(event -> covers(event, "s3:" + kind));
  }

  private static boolean covers(String event, String kind) {
    return event.endsWith("*")
        ? kind.startsWith(event.substring(0, event.length() - 1))
        : kind.equals(event);
  }
}
