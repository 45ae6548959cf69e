package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts people on their lists. Who was on a list before is read first, so that a rollback takes only
 * those off whom we put on; sending it twice leaves the same state.
 */
final class MembershipStage {
  static final String JOIN = "join";
  private static final String LIST = "list";
  private static final int MOST_TRIES = 6;

  private final ChunkContext context;
  private final Destination destination;
  private final ChunkBook book;
  private final Lanes lanes;
  private final Replies replies;

  MembershipStage(ChunkContext context, Lanes lanes) {
    this.context = context;
    this.destination = context.destination();
    this.book = context.book();
    this.lanes = lanes;
    this.replies = new Replies(destination, book, context.late(), context.pause());
  }

  /** Runs the stage to its end for the people that have a record. */
  void run(List<PersonGroup> groups, Map<String, PersonState> people) {
    List<PersonGroup> open =
        groups.stream()
            .filter(g -> !g.wanted().lists().isEmpty() && people.get(g.trace()).present())
            .toList();
    // What an earlier turn meant to do first: a small budget gets on before it reads again.
    settle();
    intend(open, people);
    settle();
  }

  private void settle() {
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      List<LedgerLine> unsettled = book.unsettled(Stage.MEMBERSHIPS);
      if (unsettled.isEmpty()) {
        return;
      }
      send(unsettled);
    }
    if (!book.unsettled(Stage.MEMBERSHIPS).isEmpty()) {
      throw new UnknownOutcomeException("the destination does not answer about lists", null);
    }
  }

  private void intend(List<PersonGroup> open, Map<String, PersonState> people) {
    Map<String, LedgerLine> known = book.intents(Stage.MEMBERSHIPS);
    List<String> older =
        open.stream()
            .map(g -> people.get(g.trace()))
            .filter(state -> !state.made())
            .map(PersonState::remoteId)
            .distinct()
            .toList();
    Map<String, Set<String>> memberships = memberships(older);
    List<LedgerLine> intents = new ArrayList<>();
    for (PersonGroup group : open) {
      String record = people.get(group.trace()).remoteId();
      for (String name : group.wanted().lists()) {
        String list = context.definitions().lists().get(name);
        String trace = group.trace() + "/" + list;
        boolean there = memberships.getOrDefault(record, Set.of()).contains(list);
        if (list != null && !there && !known.containsKey(trace)) {
          intents.add(intent(group, trace, record, list));
        }
      }
    }
    book.intend(Stage.MEMBERSHIPS, intents);
  }

  private Map<String, Set<String>> memberships(List<String> records) {
    List<Supplier<Map<String, Set<String>>>> calls = new ArrayList<>();
    for (List<String> batch : Batches.of(records, destination.traits().readBatch())) {
      calls.add(() -> destination.memberships(batch));
    }
    Map<String, Set<String>> all = new HashMap<>();
    lanes.run(calls).forEach(all::putAll);
    return all;
  }

  private static LedgerLine intent(PersonGroup group, String trace, String record, String list) {
    return new LedgerLine(
        trace,
        group.first().row(),
        JOIN,
        group.wanted().sourceKey(),
        group.wanted().marker(),
        record,
        Map.of(LIST, list),
        Map.of(),
        "",
        "");
  }

  /** The list that an intent is about. */
  static String list(LedgerLine intent) {
    return intent.wanted().get(LIST);
  }

  /** Lines by the list that they are about. */
  static Map<String, List<LedgerLine>> byList(List<LedgerLine> intents) {
    Map<String, List<LedgerLine>> lists = new LinkedHashMap<>();
    for (LedgerLine line : intents) {
      lists.computeIfAbsent(list(line), l -> new ArrayList<>()).add(line);
    }
    return lists;
  }

  private void send(List<LedgerLine> unsettled) {
    List<Supplier<Boolean>> calls = new ArrayList<>();
    byList(unsettled)
        .forEach(
            (list, lines) -> {
              for (var batch : Batches.of(lines, destination.traits().membershipBatch())) {
                calls.add(
                    () -> {
                      sendBatch(list, batch);
                      return true;
                    });
              }
            });
    lanes.run(calls);
  }

  private void sendBatch(String list, List<LedgerLine> batch) {
    Map<String, RowAnswer> answers =
        Settling.send(
            batch,
            LedgerLine::target,
            part ->
                replies.answers(
                    Stage.MEMBERSHIPS, false, part, () -> destination.join(list, records(part))));
    book.settle(Stage.MEMBERSHIPS, Settling.outcomes(batch, answers, LedgerLine::target));
  }

  /** The records that lines are about, each once. */
  static List<String> records(List<LedgerLine> lines) {
    return lines.stream().map(LedgerLine::target).distinct().toList();
  }
}
