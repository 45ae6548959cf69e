package dev.offramp.simulation;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Invariant 9: nobody writes into the inbox but the customer. */
final class UploadWatch implements Watch {
  private final World world;
  private Map<String, Integer> contents = Map.of();

  UploadWatch(World world) {
    this.world = world;
  }

  @Override
  public void step(PortCall call, Object[] args, Object result) {
    if (call.port() != Port.OBJECTS || !call.method().equals("put")) {
      return;
    }
    Map<String, Integer> now = new TreeMap<>();
    for (String key : world.bucket.list("inbox/")) {
      now.put(key, Arrays.hashCode(world.bucket.get(key).orElseThrow()));
    }
    if (!contents.isEmpty() && !contents.equals(now)) {
      throw new Violation(9, "an upload was written");
    }
    contents = now;
  }
}
