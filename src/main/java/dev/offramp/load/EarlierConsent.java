package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What rows of the same people in other chunks and other jobs said about consent. The strictest of
 * all rows of a person counts, wherever the boundaries of chunks fall (invariant 6): a refusal
 * beats silence, silence beats a permission. What a person's first row said stands in its links;
 * where a later row says less, a note about the record does.
 */
final class EarlierConsent {
  private final ChunkContext context;
  private final Crosswalk crosswalk;
  private final PersonLinks links;
  private final Map<String, Crosswalk.Link> notes;

  private EarlierConsent(
      ChunkContext context,
      Crosswalk crosswalk,
      PersonLinks links,
      Map<String, Crosswalk.Link> notes) {
    this.context = context;
    this.crosswalk = crosswalk;
    this.links = links;
    this.notes = notes;
  }

  /** Reads what there is about people of whom something is known. */
  static EarlierConsent of(
      ChunkContext context,
      Crosswalk crosswalk,
      List<PersonGroup> groups,
      RecordStage.Result records) {
    // While the chunk stood still, another job may have met the people whom it had made by then.
    boolean again = context.previousFence() != 0;
    Set<String> keys = new HashSet<>();
    for (PersonGroup group : groups) {
      PersonState state = records.people().get(group.trace());
      List<Crosswalk.Link> known = records.links().all(group);
      known.forEach(link -> keys.add(SourceKeys.record(link.remoteId())));
      if (again || !known.isEmpty() || !state.into().isEmpty()) {
        keys.add(SourceKeys.record(state.remoteId()));
        keys.add(KnownAddresses.key(state.remoteId()));
      }
    }
    return new EarlierConsent(context, crosswalk, records.links(), find(context, crosswalk, keys));
  }

  private static Map<String, Crosswalk.Link> find(
      ChunkContext context, Crosswalk crosswalk, Collection<String> keys) {
    return keys.isEmpty()
        ? Map.of()
        : crosswalk.find(context.job().migration(), context.job().account(), keys);
  }

  /** Whether rows of before have to do with the person. */
  boolean knows(PersonGroup group) {
    return !links.all(group).isEmpty();
  }

  /** The strictest that rows of before said; a permission where there are none. */
  ConsentOrder of(PersonGroup group, PersonState state) {
    ConsentOrder strictest = ConsentOrder.SUBSCRIBE;
    for (Crosswalk.Link link : links.all(group)) {
      strictest = link.consent().strictest(strictest).strictest(strictest(link.remoteId()));
    }
    return strictest.strictest(strictest(state.remoteId()));
  }

  private ConsentOrder strictest(String record) {
    Crosswalk.Link note = notes.get(SourceKeys.record(record));
    return note == null ? ConsentOrder.SUBSCRIBE : note.consent();
  }

  /** Those of some addresses for which we have recorded a permission. */
  Set<String> permitted(Collection<String> addresses) {
    Set<String> permitted = new HashSet<>();
    List<String> keys = addresses.stream().map(SourceKeys::address).distinct().toList();
    Map<String, Crosswalk.Link> there = find(context, crosswalk, keys);
    for (String address : addresses) {
      Crosswalk.Link link = there.get(SourceKeys.address(address));
      boolean recorded = link != null && link.permitted();
      if (recorded || links.permitted(address) || context.rivals().permits(address)) {
        permitted.add(address);
      }
    }
    return permitted;
  }

  /** The addresses under which a person was known before, where there were several. */
  Set<String> addresses(PersonState state) {
    return KnownAddresses.of(notes.get(KnownAddresses.key(state.remoteId())));
  }

  /** Whether rows of before, as far as anybody knows, did not come with one of the addresses. */
  private boolean isNew(Collection<String> addresses) {
    return context.previousFence() != 0
        || !addresses.stream().allMatch(address -> links.knows(SourceKeys.address(address)));
  }

  /**
   * The note about the addresses of a person, where there is something new to note.
   *
   * @param addresses of the rows, and the one that an update of ours replaced
   */
  Optional<Crosswalk.Link> addressNote(
      PersonGroup group, PersonState state, Collection<String> addresses) {
    boolean several = addresses.size() > 1 || knows(group);
    if (!several || !isNew(addresses) || addresses(state).containsAll(addresses)) {
      return Optional.empty();
    }
    Crosswalk.Link note = notes.get(KnownAddresses.key(state.remoteId()));
    return Optional.of(KnownAddresses.with(note, state.remoteId(), context.job().id(), addresses));
  }

  /**
   * Notes that a record's person has said less than the first row did.
   *
   * @param addresses what is to be noted about people's addresses
   */
  void note(Map<String, ConsentOrder> byRecord, List<Crosswalk.Link> addresses) {
    List<Crosswalk.Link> all = new ArrayList<>(addresses);
    byRecord.forEach(
        (record, order) ->
            all.add(
                new Crosswalk.Link(
                        SourceKeys.record(record), record, context.job().id(), 0, false, "")
                    .saying(order, false)));
    if (!all.isEmpty()) {
      crosswalk.put(context.job().migration(), context.job().account(), all);
    }
  }
}
