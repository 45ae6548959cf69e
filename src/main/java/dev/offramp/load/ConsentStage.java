package dev.offramp.load;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Records consent, right after the records exist and before any list could set something off
 * (invariant 6). Sending it twice leaves the same state, so an unknown outcome is sent again.
 */
final class ConsentStage {
  static final String CONSENT = "consent";
  private static final String WITHDRAWN = "another row of the person says less";
  static final String IN_DOUBT = "may be the person's own refusal";
  private static final String STATE = "state";
  private static final String DETAIL = "detail";
  private static final int MOST_TRIES = 6;

  private final Destination destination;
  private final ChunkBook book;
  private final Lanes lanes;
  private final Replies replies;
  private final EarlierConsent earlier;
  private final PersonAddresses addresses;

  ConsentStage(ChunkContext context, Lanes lanes, EarlierConsent earlier) {
    this.earlier = earlier;
    this.destination = context.destination();
    this.addresses =
        new PersonAddresses(context.book(), new RecordReader(context.destination(), lanes));
    this.book = context.book();
    this.lanes = lanes;
    this.replies = new Replies(destination, book, context.late(), context.pause());
  }

  /** What is to be recorded of one address; of a refused person's other addresses too. */
  private record Wish(
      String trace, PersonGroup group, ConsentOrder order, String email, String remoteId) {
    boolean is(LedgerLine intent) {
      return intent.key().equals(email) && intent.wanted().get(STATE).equals(order.name());
    }

    Wish named(String name) {
      return new Wish(name, group, order, email, remoteId);
    }
  }

  /**
   * Settles what is in doubt, and writes what is to be done about the people that have a record.
   *
   * @return what Kartra's rows come to for every person, by trace: the strictest of all of them
   */
  Map<String, ConsentOrder> prepare(List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, ConsentOrder> orders = orders(groups, people);
    settleDoubtful(orders);
    List<PersonGroup> present =
        groups.stream().filter(g -> people.get(g.trace()).present()).toList();
    Set<String> refused = refusedBefore(present);
    List<PersonGroup> less =
        present.stream()
            .filter(earlier::knows)
            .filter(g -> less(orders.get(g.trace()), earlier.of(g, people.get(g.trace()))))
            .toList();
    Map<String, String> elsewhere = elsewhere(less, people);
    List<Wish> open = new ArrayList<>();
    for (PersonGroup group : present) {
      String trace = group.trace();
      ConsentOrder order = refused.contains(trace) ? ConsentOrder.OPT_OUT : orders.get(trace);
      PersonState state = people.get(trace);
      // What earlier rows came to has reached the addresses of before already.
      Set<String> known = less.contains(group) ? earlier.addresses(state) : Set.of();
      List<String> others = others(group, elsewhere.get(trace), known);
      open.addAll(wishes(group, order, state.remoteId(), others));
    }
    intend(fresh(open), people);
    Map<String, ConsentOrder> notes = new HashMap<>();
    less.forEach(g -> notes.put(people.get(g.trace()).remoteId(), orders.get(g.trace())));
    earlier.note(notes, addressNotes(present, people));
    return orders;
  }

  /** What later rows have to know of the addresses of people who have several. */
  private List<Crosswalk.Link> addressNotes(
      List<PersonGroup> present, Map<String, PersonState> people) {
    List<Crosswalk.Link> all = new ArrayList<>();
    for (PersonGroup group : present) {
      Set<String> own = new LinkedHashSet<>(group.otherAddresses());
      addresses.former(group).ifPresent(own::add);
      if (!group.wanted().email().isEmpty()) {
        own.add(group.wanted().email());
      }
      earlier.addressNote(group, people.get(group.trace()), own).ifPresent(all::add);
    }
    return all;
  }

  private Map<String, ConsentOrder> orders(
      List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, ConsentOrder> orders = new HashMap<>();
    for (PersonGroup group : groups) {
      ConsentOrder before = earlier.of(group, people.get(group.trace()));
      orders.put(group.trace(), group.wanted().consent().strictest(before));
    }
    return orders;
  }

  private static boolean less(ConsentOrder order, ConsentOrder before) {
    return order.strictest(before) != before;
  }

  /** The address at which a record stands, for people about whom an earlier row said more. */
  private Map<String, String> elsewhere(List<PersonGroup> less, Map<String, PersonState> people) {
    Map<String, String> records = new HashMap<>();
    less.forEach(g -> records.put(g.trace(), people.get(g.trace()).remoteId()));
    return less.isEmpty() ? Map.of() : addresses.now(less, records);
  }

  /** The addresses of a person besides the one that counts. */
  private List<String> others(PersonGroup group, String elsewhere, Set<String> known) {
    Set<String> all = new LinkedHashSet<>(group.otherAddresses());
    addresses.former(group).ifPresent(all::add);
    if (elsewhere != null) {
      all.add(elsewhere);
    }
    all.addAll(known);
    all.remove(group.wanted().email());
    return List.copyOf(all);
  }

  /** Sends what is written and has no outcome yet; afterwards everything has one. */
  void send() {
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

  /** Wishes that are not in the ledger; an intent about something else keeps its name. */
  private List<Wish> fresh(List<Wish> wishes) {
    Map<String, LedgerLine> known = book.intents(Stage.CONSENT);
    List<Wish> fresh = new ArrayList<>();
    for (Wish wish : wishes) {
      String trace = wish.trace();
      while (known.containsKey(trace) && !wish.is(known.get(trace))) {
        trace = RecordStage.again(trace);
      }
      if (!known.containsKey(trace)) {
        fresh.add(wish.named(trace));
      }
    }
    return fresh;
  }

  /**
   * What a loader that is gone meant to record may be recorded: by it, or by the person meanwhile.
   * Nobody can tell, so what is there counts as done, and a refusal is not taken back by a rollback
   * either (invariant 6). A batch is sent before the next one is looked at, so that a small budget
   * gets on as well; refusals come first.
   */
  private void settleDoubtful(Map<String, ConsentOrder> orders) {
    Map<String, LedgerLine> tickets = book.tickets(Stage.CONSENT, false);
    List<LedgerLine> doubtful =
        book.unsettled(Stage.CONSENT).stream()
            .filter(line -> book.inherited(Stage.CONSENT, line.trace()))
            .filter(line -> !tickets.containsKey(line.trace()))
            .sorted(Comparator.comparing(line -> wanted(line) != ConsentState.OPTED_OUT))
            .toList();
    for (List<LedgerLine> batch : Batches.of(doubtful, destination.traits().consentBatch())) {
      settleDoubtful(batch, orders);
      Map<String, LedgerLine> settled = book.outcomes(Stage.CONSENT);
      send(batch.stream().filter(line -> !settled.containsKey(line.trace())).toList());
    }
  }

  private void settleDoubtful(List<LedgerLine> doubtful, Map<String, ConsentOrder> orders) {
    Map<String, ConsentRecord> now =
        priors(doubtful.stream().map(LedgerLine::key).distinct().toList());
    List<LedgerLine> done = new ArrayList<>();
    for (LedgerLine line : doubtful) {
      ConsentRecord there = now.get(line.key());
      if (there != null && there.state() == wanted(line)) {
        String why = wanted(line) == ConsentState.OPTED_OUT ? IN_DOUBT : "";
        done.add(RecordStage.outcome(line, Verdict.ALREADY, line.target(), why));
      } else if (withdrawn(line, orders)) {
        done.add(RecordStage.outcome(line, Verdict.REFUSED, line.target(), WITHDRAWN));
      }
    }
    book.settle(Stage.CONSENT, done);
  }

  /** Whether a permission was meant, and a row of another job has said less meanwhile. */
  private static boolean withdrawn(LedgerLine line, Map<String, ConsentOrder> orders) {
    return wanted(line) == ConsentState.SUBSCRIBED
        && orders.entrySet().stream()
            .filter(person -> line.trace().startsWith(person.getKey()))
            .anyMatch(person -> person.getValue() != ConsentOrder.SUBSCRIBE);
  }

  /** Whether a refusal may be the person's own. */
  static boolean inDoubt(LedgerLine outcome) {
    return outcome != null && outcome.message().equals(IN_DOUBT);
  }

  /**
   * Invariant 6: a refusal counts for every address of the person, as a later row may come with any
   * of them; those that are on no record of ours stand for themselves. Where the rows come to
   * silence, a permission that we have recorded for an earlier row is taken back.
   */
  private List<Wish> wishes(
      PersonGroup group, ConsentOrder order, String remoteId, List<String> others) {
    String email = group.wanted().email();
    List<Wish> wishes = new ArrayList<>();
    if (order != ConsentOrder.LEAVE && !email.isEmpty()) {
      wishes.add(new Wish(group.trace(), group, order, email, remoteId));
    }
    if (order == ConsentOrder.OPT_OUT) {
      for (String other : others) {
        wishes.add(new Wish(group.trace() + "/" + wishes.size(), group, order, other, ""));
      }
    }
    if (order == ConsentOrder.LEAVE) {
      for (String permitted : permitted(group, others)) {
        String trace = group.trace() + "-" + wishes.size();
        wishes.add(new Wish(trace, group, order, permitted, remoteId));
      }
    }
    return wishes;
  }

  private List<String> permitted(PersonGroup group, List<String> others) {
    List<String> all = new ArrayList<>(others);
    if (!group.wanted().email().isEmpty()) {
      all.add(group.wanted().email());
    }
    Set<String> ours = new HashSet<>();
    for (LedgerLine line : book.intents(Stage.CONSENT).values()) {
      if (wanted(line) == ConsentState.SUBSCRIBED) {
        ours.add(line.key());
      }
    }
    if (earlier.knows(group)) {
      ours.addAll(earlier.permitted(all));
    }
    return all.stream().filter(ours::contains).toList();
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
      addresses.former(group).ifPresent(address -> former.put(group.trace(), address));
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

  private void intend(List<Wish> open, Map<String, PersonState> people) {
    if (open.isEmpty()) {
      return;
    }
    // What hangs on a record of ours goes with it, and nobody's refusal gives way to a permission:
    // the prior state has to be known only for addresses of other records, or of none, and where a
    // permission of ours is to be taken back.
    Map<Boolean, List<Wish>> looked =
        open.stream()
            .collect(
                Collectors.partitioningBy(
                    w ->
                        w.remoteId().isEmpty()
                            || w.order() == ConsentOrder.LEAVE
                            || !people.get(w.group().trace()).made()));
    intendOf(looked.get(false), Map.of());
    Map<String, List<Wish>> byEmail =
        looked.get(true).stream()
            .collect(Collectors.groupingBy(Wish::email, LinkedHashMap::new, Collectors.toList()));
    // Batch by batch, so that a small budget gets on as well.
    List<Supplier<Boolean>> calls = new ArrayList<>();
    List<String> emails = List.copyOf(byEmail.keySet());
    for (List<String> batch : Batches.of(emails, destination.traits().consentBatch())) {
      List<Wish> wishes = batch.stream().flatMap(email -> byEmail.get(email).stream()).toList();
      calls.add(
          () -> {
            intendOf(wishes, destination.consent(batch));
            return true;
          });
    }
    lanes.run(calls);
  }

  private void intendOf(Collection<Wish> wishes, Map<String, ConsentRecord> priors) {
    List<LedgerLine> intents = new ArrayList<>();
    for (Wish wish : wishes) {
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
    return switch (order) {
      case OPT_OUT -> state != ConsentState.OPTED_OUT;
      case SUBSCRIBE -> state == ConsentState.UNSPECIFIED;
      case LEAVE -> state == ConsentState.SUBSCRIBED;
    };
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
    return switch (ConsentOrder.valueOf(intent.wanted().get(STATE))) {
      case OPT_OUT -> ConsentState.OPTED_OUT;
      case SUBSCRIBE -> ConsentState.SUBSCRIBED;
      case LEAVE -> ConsentState.UNSPECIFIED;
    };
  }

  private void send(List<LedgerLine> unsettled) {
    // Refusals first: whoever must not be mailed is safe soonest.
    for (ConsentOrder order : ConsentOrder.values()) {
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

  private void sendBatch(List<LedgerLine> all, ConsentOrder order) {
    List<LedgerLine> batch = order == ConsentOrder.LEAVE ? stillPermitted(all) : all;
    if (batch.isEmpty()) {
      return;
    }
    Map<String, RowAnswer> answers =
        Settling.send(
            batch,
            LedgerLine::key,
            part -> replies.answers(Stage.CONSENT, false, part, () -> write(part, order)));
    book.settle(Stage.CONSENT, Settling.outcomes(batch, answers, LedgerLine::key));
  }

  private WriteReply write(List<LedgerLine> lines, ConsentOrder order) {
    if (order != ConsentOrder.LEAVE) {
      return destination.writeConsent(of(lines, order));
    }
    Map<String, ConsentRecord> silence = new LinkedHashMap<>();
    lines.forEach(l -> silence.put(l.key(), new ConsentRecord(ConsentState.UNSPECIFIED, "")));
    return destination.restoreConsent(silence);
  }

  /**
   * Invariant 6: silence must not be put in the place of a refusal, which the person may have made
   * meanwhile.
   */
  private List<LedgerLine> stillPermitted(List<LedgerLine> lines) {
    Map<String, ConsentRecord> now =
        destination.consent(lines.stream().map(LedgerLine::key).distinct().toList());
    List<LedgerLine> permitted = new ArrayList<>();
    List<LedgerLine> done = new ArrayList<>();
    for (LedgerLine line : lines) {
      ConsentRecord there = now.get(line.key());
      boolean still = there != null && there.state() == ConsentState.SUBSCRIBED;
      if (still) {
        permitted.add(line);
      } else {
        done.add(RecordStage.outcome(line, Verdict.ALREADY, line.target(), ""));
      }
    }
    book.settle(Stage.CONSENT, done);
    return permitted;
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
