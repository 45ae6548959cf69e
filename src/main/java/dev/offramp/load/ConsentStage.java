package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Records consent, right after the records exist and before any list could set something off
 * (invariant 6). Sending it twice leaves the same state, so an unknown outcome is sent again.
 */
final class ConsentStage {
  static final String CONSENT = "consent";
  static final String IN_DOUBT = "may be the person's own refusal";
  private static final String STATE = "state";
  private static final String DETAIL = "detail";
  private static final int MOST_TRIES = 6;

  private final Destination destination;
  private final ChunkBook book;
  private final Lanes lanes;
  private final Replies replies;

  ConsentStage(ChunkContext context, Lanes lanes) {
    this.destination = context.destination();
    this.book = context.book();
    this.lanes = lanes;
    this.replies = new Replies(destination, book, context.late(), context.pause());
  }

  /** What is to be recorded of one address; of a refused person's other addresses too. */
  private record Wish(
      String trace, PersonGroup group, ConsentOrder order, String email, String remoteId) {}

  /** Runs the stage to its end for the people that have a record. */
  void run(List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, LedgerLine> known = book.intents(Stage.CONSENT);
    settleDoubtful();
    Set<String> refused = refusedBefore(groups);
    List<Wish> open =
        groups.stream()
            .filter(g -> people.get(g.trace()).present())
            .flatMap(g -> wishes(g, order(g, refused), people.get(g.trace()).remoteId()).stream())
            .filter(wish -> !known.containsKey(wish.trace()))
            .toList();
    intend(open, people);
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      List<LedgerLine> unsettled = book.unsettled(Stage.CONSENT);
      if (unsettled.isEmpty()) {
        return;
      }
      send(unsettled);
    }
    if (!book.unsettled(Stage.CONSENT).isEmpty()) {
      throw new UnknownOutcomeException("the destination does not answer about consent", null);
    }
  }

  /**
   * What a loader that is gone meant to record may be recorded: by it, or by the person meanwhile.
   * Nobody can tell, so what is there counts as done, and a refusal is not taken back by a rollback
   * either (invariant 6). A batch is sent before the next one is looked at, so that a small budget
   * gets on as well; refusals come first.
   */
  private void settleDoubtful() {
    Map<String, LedgerLine> tickets = book.tickets(Stage.CONSENT, false);
    List<LedgerLine> doubtful =
        book.unsettled(Stage.CONSENT).stream()
            .filter(line -> book.inherited(Stage.CONSENT, line.trace()))
            .filter(line -> !tickets.containsKey(line.trace()))
            .sorted(Comparator.comparing(line -> wanted(line) != ConsentState.OPTED_OUT))
            .toList();
    for (List<LedgerLine> batch : Batches.of(doubtful, destination.traits().consentBatch())) {
      settleDoubtful(batch);
      Map<String, LedgerLine> settled = book.outcomes(Stage.CONSENT);
      send(batch.stream().filter(line -> !settled.containsKey(line.trace())).toList());
    }
  }

  private void settleDoubtful(List<LedgerLine> doubtful) {
    Map<String, ConsentRecord> now =
        priors(doubtful.stream().map(LedgerLine::key).distinct().toList());
    List<LedgerLine> done = new ArrayList<>();
    for (LedgerLine line : doubtful) {
      ConsentRecord there = now.get(line.key());
      if (there != null && there.state() == wanted(line)) {
        String why = wanted(line) == ConsentState.OPTED_OUT ? IN_DOUBT : "";
        done.add(RecordStage.outcome(line, Verdict.ALREADY, line.target(), why));
      }
    }
    book.settle(Stage.CONSENT, done);
  }

  /** Whether a refusal may be the person's own. */
  static boolean inDoubt(LedgerLine outcome) {
    return outcome != null && outcome.message().equals(IN_DOUBT);
  }

  /**
   * Invariant 6: a refusal counts for every address of the person, as a later row may come with any
   * of them; those that are on no record of ours stand for themselves.
   */
  private static List<Wish> wishes(PersonGroup group, ConsentOrder order, String remoteId) {
    List<Wish> wishes = new ArrayList<>();
    if (order != ConsentOrder.LEAVE && !group.wanted().email().isEmpty()) {
      wishes.add(new Wish(group.trace(), group, order, group.wanted().email(), remoteId));
    }
    if (order == ConsentOrder.OPT_OUT) {
      for (String other : group.otherAddresses()) {
        wishes.add(new Wish(group.trace() + "/" + wishes.size(), group, order, other, ""));
      }
    }
    return wishes;
  }

  private ConsentOrder order(PersonGroup group, Set<String> refused) {
    return refused.contains(group.trace()) ? ConsentOrder.OPT_OUT : group.wanted().consent();
  }

  /**
   * Invariant 6: a refusal is the person's, not the address's. Where an update of ours changes an
   * address, whoever had refused at the old one has refused at the new one too.
   *
   * @return the people, by trace
   */
  private Set<String> refusedBefore(List<PersonGroup> groups) {
    Map<String, String> former = new HashMap<>();
    for (PersonGroup group : groups) {
      formerAddress(group).ifPresent(address -> former.put(group.trace(), address));
    }
    Map<String, ConsentRecord> there = priors(former.values().stream().distinct().toList());
    Set<String> refused = new HashSet<>();
    former.forEach(
        (trace, address) -> {
          ConsentRecord record = there.get(address);
          if (record != null && record.state() == ConsentState.OPTED_OUT) {
            refused.add(trace);
          }
        });
    return refused;
  }

  private Optional<String> formerAddress(PersonGroup group) {
    Map<String, LedgerLine> intents = book.intents(Stage.RECORDS);
    String address = group.wanted().email();
    LedgerLine intent =
        intents.getOrDefault(RecordStage.again(group.trace()), intents.get(group.trace()));
    if (intent == null || address.isEmpty()) {
      return Optional.empty();
    }
    // Which field holds the address is the destination's matter: the one that we set to it.
    return intent.wanted().entrySet().stream()
        .filter(field -> field.getValue().equalsIgnoreCase(address))
        .map(field -> intent.prior().getOrDefault(field.getKey(), "").toLowerCase(Locale.ROOT))
        .filter(before -> !before.isEmpty() && !before.equals(address))
        .findFirst();
  }

  private void intend(List<Wish> open, Map<String, PersonState> people) {
    if (open.isEmpty()) {
      return;
    }
    // What hangs on a record of ours goes with it, and nobody's refusal gives way to a permission:
    // only for addresses of other records, or of none, the prior state has to be known.
    Map<String, ConsentRecord> priors =
        priors(
            open.stream()
                .filter(w -> w.remoteId().isEmpty() || !people.get(w.group().trace()).made())
                .map(Wish::email)
                .distinct()
                .toList());
    List<LedgerLine> intents = new ArrayList<>();
    for (Wish wish : open) {
      ConsentRecord prior = priors.get(wish.email());
      if (needed(wish.order(), prior)) {
        intents.add(intent(wish, prior));
      }
    }
    book.intend(Stage.CONSENT, intents);
  }

  /** Invariant 6: a permission is recorded only where nothing is; a refusal wherever none is. */
  private static boolean needed(ConsentOrder order, ConsentRecord prior) {
    ConsentState state = prior == null ? ConsentState.UNSPECIFIED : prior.state();
    return order == ConsentOrder.OPT_OUT
        ? state != ConsentState.OPTED_OUT
        : state == ConsentState.UNSPECIFIED;
  }

  private Map<String, ConsentRecord> priors(List<String> emails) {
    List<Supplier<Map<String, ConsentRecord>>> calls = new ArrayList<>();
    for (List<String> batch : Batches.of(emails, destination.traits().consentBatch())) {
      calls.add(() -> destination.consent(batch));
    }
    Map<String, ConsentRecord> all = new HashMap<>();
    lanes.run(calls).forEach(all::putAll);
    return all;
  }

  private static LedgerLine intent(Wish wish, ConsentRecord prior) {
    return new LedgerLine(
        wish.trace(),
        wish.group().first().row(),
        CONSENT,
        wish.email(),
        wish.group().wanted().marker(),
        wish.remoteId(),
        Map.of(STATE, wish.order().name()),
        prior == null
            ? Map.of(STATE, ConsentState.UNSPECIFIED.name(), DETAIL, "")
            : Map.of(STATE, prior.state().name(), DETAIL, prior.detail()),
        "",
        "");
  }

  /** What was there before an intent, to be put back. */
  static ConsentRecord prior(LedgerLine intent) {
    return new ConsentRecord(
        ConsentState.valueOf(intent.prior().get(STATE)), intent.prior().get(DETAIL));
  }

  /** The state that an intent asks for. */
  static ConsentState wanted(LedgerLine intent) {
    return ConsentOrder.valueOf(intent.wanted().get(STATE)) == ConsentOrder.OPT_OUT
        ? ConsentState.OPTED_OUT
        : ConsentState.SUBSCRIBED;
  }

  private void send(List<LedgerLine> unsettled) {
    // Refusals first: whoever must not be mailed is safe soonest.
    for (ConsentOrder order : List.of(ConsentOrder.OPT_OUT, ConsentOrder.SUBSCRIBE)) {
      List<LedgerLine> lines =
          unsettled.stream().filter(l -> l.wanted().get(STATE).equals(order.name())).toList();
      List<Supplier<Boolean>> calls = new ArrayList<>();
      for (List<LedgerLine> batch : Batches.of(lines, destination.traits().consentBatch())) {
        calls.add(
            () -> {
              sendBatch(batch, order);
              return true;
            });
      }
      lanes.run(calls);
    }
  }

  private void sendBatch(List<LedgerLine> batch, ConsentOrder order) {
    Map<String, RowAnswer> answers =
        Settling.send(
            batch,
            LedgerLine::key,
            part ->
                replies.answers(
                    Stage.CONSENT, false, part, () -> destination.writeConsent(of(part, order))));
    book.settle(Stage.CONSENT, Settling.outcomes(batch, answers, LedgerLine::key));
  }

  private static Map<String, ConsentOrder> of(List<LedgerLine> lines, ConsentOrder order) {
    Map<String, ConsentOrder> orders = new LinkedHashMap<>();
    lines.forEach(line -> orders.put(line.key(), order));
    return orders;
  }

  /** Whether a line says that consent was changed by us. */
  static boolean took(LedgerLine outcome) {
    return RecordStage.is(outcome, Verdict.APPLIED) || RecordStage.is(outcome, Verdict.ALREADY);
  }
}
