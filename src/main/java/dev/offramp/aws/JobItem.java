package dev.offramp.aws;

import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.Upload;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A job as an item of the jobs table. */
final class JobItem {
  static final String SK = "job";

  private JobItem() {}

  static String pk(String jobId) {
    return "job#" + jobId;
  }

  static Map<String, AttributeValue> key(String jobId) {
    return Map.of("pk", AttributeValue.fromS(pk(jobId)), "sk", AttributeValue.fromS(SK));
  }

  static Map<String, AttributeValue> of(Job job) {
    Map<String, AttributeValue> item = new HashMap<>(key(job.id()));
    item.put("jobId", AttributeValue.fromS(job.id()));
    item.put("bucket", AttributeValue.fromS(job.upload().bucket()));
    item.put("objectKey", AttributeValue.fromS(job.upload().key()));
    item.put("version", AttributeValue.fromS(job.upload().version()));
    item.put("versioned", AttributeValue.fromBool(job.upload().versioned()));
    item.put("size", number(job.upload().size()));
    item.put("state", AttributeValue.fromS(job.state().name()));
    item.put("destination", AttributeValue.fromS(job.destination()));
    item.put("account", AttributeValue.fromS(job.account()));
    item.put("chunks", number(job.chunks()));
    item.put("chunksMapped", number(job.chunksMapped()));
    item.put("chunksLoaded", number(job.chunksLoaded()));
    item.putAll(CountersItem.of(job.counters()));
    item.put("checkpoint", AttributeValue.fromS(job.checkpoint()));
    item.put("layout", AttributeValue.fromS(job.layout()));
    item.put("prepared", AttributeValue.fromBool(job.prepared()));
    item.put("sha256", AttributeValue.fromS(job.sha256()));
    item.put("reason", AttributeValue.fromS(job.reason()));
    item.put("notBefore", instant(job.notBefore()));
    item.put("createdAt", instant(job.createdAt()));
    item.put("updatedAt", instant(job.updatedAt()));
    item.put("keptUntil", instant(job.keptUntil()));
    return item;
  }

  static Job read(Map<String, AttributeValue> item) {
    Upload upload =
        new Upload(
            text(item, "bucket"),
            text(item, "objectKey"),
            text(item, "version"),
            item.get("versioned").bool(),
            Long.parseLong(item.get("size").n()));
    Counters counters = CountersItem.read(item);
    return new Job(
        text(item, "jobId"),
        upload,
        JobState.valueOf(text(item, "state")),
        text(item, "destination"),
        text(item, "account"),
        integer(item, "chunks"),
        integer(item, "chunksMapped"),
        integer(item, "chunksLoaded"),
        counters,
        text(item, "checkpoint"),
        text(item, "layout"),
        item.get("prepared").bool(),
        text(item, "sha256"),
        text(item, "reason"),
        Instant.parse(text(item, "notBefore")),
        Instant.parse(text(item, "createdAt")),
        Instant.parse(text(item, "updatedAt")),
        keptUntil(item));
  }

  /** A job from before this was noted is kept as long as was usual then. */
  private static Instant keptUntil(Map<String, AttributeValue> item) {
    return item.containsKey("keptUntil")
        ? Instant.parse(text(item, "keptUntil"))
        : Instant.parse(text(item, "createdAt")).plus(Job.USUALLY_KEPT);
  }

  static AttributeValue instant(Instant moment) {
    return AttributeValue.fromS(moment.toString());
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static String text(Map<String, AttributeValue> item, String name) {
    return item.get(name).s();
  }

  static int integer(Map<String, AttributeValue> item, String name) {
    return Integer.parseInt(item.get(name).n());
  }
}
