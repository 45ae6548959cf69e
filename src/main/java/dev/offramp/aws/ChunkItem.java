package dev.offramp.aws;

import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Ordinals;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A chunk as an item of the jobs table, beside its job. */
final class ChunkItem {
  private ChunkItem() {}

  static String sk(int index) {
    return "chunk#" + Ordinals.of(index, 6);
  }

  static Map<String, AttributeValue> key(String jobId, int index) {
    return Map.of(
        "pk", AttributeValue.fromS(JobItem.pk(jobId)), "sk", AttributeValue.fromS(sk(index)));
  }

  static Map<String, AttributeValue> of(Chunk chunk) {
    Map<String, AttributeValue> item = new HashMap<>(key(chunk.jobId(), chunk.index()));
    item.put("jobId", AttributeValue.fromS(chunk.jobId()));
    item.put("chunk", JobItem.number(chunk.index()));
    item.put("state", AttributeValue.fromS(chunk.state().name()));
    item.put("firstRow", JobItem.number(chunk.firstRow()));
    item.put("rows", JobItem.number(chunk.rows()));
    item.put("fence", JobItem.number(chunk.fence()));
    item.putAll(CountersItem.of(chunk.counters()));
    return item;
  }

  static Chunk read(Map<String, AttributeValue> item) {
    return new Chunk(
        JobItem.text(item, "jobId"),
        JobItem.integer(item, "chunk"),
        ChunkState.valueOf(JobItem.text(item, "state")),
        Long.parseLong(item.get("firstRow").n()),
        JobItem.integer(item, "rows"),
        Long.parseLong(item.get("fence").n()),
        CountersItem.read(item));
  }
}
