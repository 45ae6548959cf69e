package dev.offramp.local.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.local.emulator.ObjectCreated;
import dev.offramp.local.template.BucketNotification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * S3's notification, version 2.1
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
 */
final class S3EventJson {
  private final ObjectMapper json = new ObjectMapper();
  private final String region;
  private final InstantSource clock;
  private final AtomicLong sequence;

  S3EventJson(String region, InstantSource clock) {
    this.region = region;
    this.clock = clock;
    // Sequencers of one key have to grow, also over runs on the same state: they begin with the
    // time.
    this.sequence = new AtomicLong(clock.millis() << 16);
  }

  /** What S3 sends to a queue when it is told to send events there. */
  String test(String bucket) {
    long number = sequence.incrementAndGet();
    return json.createObjectNode()
        .put("Service", "Amazon S3")
        .put("Event", "s3:TestEvent")
        .put("Time", Instant.ofEpochMilli(clock.millis()).toString())
        .put("Bucket", bucket)
        .put("RequestId", Long.toHexString(number))
        .put("HostId", Long.toHexString(number))
        .toString();
  }

  String of(ObjectCreated object, BucketNotification notification) {
    ObjectNode event = json.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record.put("eventVersion", "2.1");
    record.put("eventSource", "aws:s3");
    record.put("awsRegion", region);
    record.put("eventTime", Instant.ofEpochMilli(clock.millis()).toString());
    record.put("eventName", object.kind());
    record.putObject("userIdentity").put("principalId", "AWS:LOCAL");
    record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    long number = sequence.incrementAndGet();
    record
        .putObject("responseElements")
        .put("x-amz-request-id", Long.toHexString(number))
        .put("x-amz-id-2", Long.toHexString(number));
    ObjectNode s3 = record.putObject("s3");
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", notification.id());
    ObjectNode bucket = s3.putObject("bucket");
    bucket.put("name", object.bucket());
    bucket.putObject("ownerIdentity").put("principalId", "LOCAL");
    bucket.put("arn", "arn:aws:s3:::" + object.bucket());
    ObjectNode described = s3.putObject("object");
    described.put("key", encode(object.key()));
    described.put("size", object.size());
    described.put("eTag", object.eTag());
    object.versionId().ifPresent(version -> described.put("versionId", version));
    described.put("sequencer", String.format("%016X", number));
    try {
      return json.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** As S3 encodes keys: like a form's values, so a blank is a plus, but slashes stay. */
  private static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }
}
