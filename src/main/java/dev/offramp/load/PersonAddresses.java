package dev.offramp.load;

import dev.offramp.crm.Lookup;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The addresses of people besides those of a chunk's rows: a record's former one, and its own. */
final class PersonAddresses {
  private final ChunkBook book;
  private final RecordReader reader;

  PersonAddresses(ChunkBook book, RecordReader reader) {
    this.book = book;
    this.reader = reader;
  }

  /** The address that an update of ours replaced. */
  Optional<String> former(PersonGroup group) {
    Map<String, LedgerLine> intents = book.intents(Stage.RECORDS);
    String address = group.wanted().email();
    LedgerLine intent =
        intents.getOrDefault(RecordStage.again(group.trace()), intents.get(group.trace()));
    if (intent == null || address.isEmpty()) {
      return Optional.empty();
    }
    return field(intent.wanted(), address)
        .map(field -> folded(intent.prior().getOrDefault(field, "")))
        .filter(before -> !before.isEmpty() && !before.equals(address));
  }

  /**
   * The address that each record bears now, by trace.
   *
   * @param records by trace, the record's id
   */
  Map<String, String> now(List<PersonGroup> groups, Map<String, String> records) {
    List<Lookup> lookups = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    for (PersonGroup group : groups) {
      String record = records.get(group.trace());
      field(group.wanted().fields(), group.wanted().email())
          .ifPresent(
              field -> {
                fields.put(group.trace(), field);
                lookups.add(new Lookup(group.trace(), record, group.wanted().marker(), "", false));
              });
    }
    Map<String, String> now = new HashMap<>();
    reader
        .read(lookups, Set.copyOf(fields.values()))
        .forEach((trace, there) -> now.put(trace, folded(there.field(fields.get(trace)))));
    now.values().removeIf(String::isEmpty);
    return now;
  }

  /** Which field holds the address is the destination's matter: the one that we set to it. */
  private static Optional<String> field(Map<String, String> values, String address) {
    return values.entrySet().stream()
        .filter(field -> field.getValue().equalsIgnoreCase(address))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static String folded(String address) {
    return address.toLowerCase(Locale.ROOT);
  }
}
