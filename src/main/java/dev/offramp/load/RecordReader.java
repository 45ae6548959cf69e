package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.RemoteRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads records in as few calls as the destination has. */
final class RecordReader {
  private final Destination destination;
  private final Lanes lanes;

  RecordReader(Destination destination, Lanes lanes) {
    this.destination = destination;
    this.lanes = lanes;
  }

  /** What is there, by trace. */
  Map<String, RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    List<Supplier<List<RemoteRecord>>> calls = new ArrayList<>();
    for (List<Lookup> batch : Batches.of(lookups, destination.traits().readBatch())) {
      calls.add(() -> destination.read(batch, fields));
    }
    Map<String, RemoteRecord> found = new HashMap<>();
    for (List<RemoteRecord> records : lanes.run(calls)) {
      records.forEach(record -> found.put(record.traceId(), record));
    }
    return found;
  }
}
