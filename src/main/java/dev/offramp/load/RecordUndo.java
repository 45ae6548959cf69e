package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.crm.Draft;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import dev.offramp.load.LedgerEntry.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Takes back what a chunk did to records (invariant 5): records that we made go, unless somebody
 * has changed a field that we wrote; fields that we changed get their prior values back, unless
 * somebody has changed them since.
 */
final class RecordUndo {
  static final String WHAT = "record";

  private static final int MOST_TRIES = 6;

  private final Destination destination;
  private final Traits traits;
  private final TagValues tags;
  private final PriorValues priors;
  private final ChunkBook book;
  private final Lanes lanes;
  private final Replies replies;
  private final UndoPolicy policy;
  private final UndoTally tally;

  RecordUndo(
      Destination destination,
      ChunkBook book,
      Lanes lanes,
      LateCalls late,
      Pause pause,
      UndoPolicy policy,
      UndoTally tally) {
    this.destination = destination;
    this.traits = destination.traits();
    this.tags = new TagValues(traits);
    this.priors = new PriorValues(book, traits, policy, tally);
    this.book = book;
    this.lanes = lanes;
    this.replies = new Replies(destination, book, late, pause);
    this.policy = policy;
    this.tally = tally;
  }

  /** Puts changed fields back. */
  void restore(UndoPlan plan) {
    List<Draft> drafts = new ArrayList<>();
    Map<String, LedgerLine> lines = new LinkedHashMap<>();
    Map<String, PriorValues.Values> all = new HashMap<>();
    List<LedgerLine> asTheyAre = new ArrayList<>();
    for (LedgerLine line : plan.updates()) {
      RemoteRecord now = plan.now().get(line.trace());
      if (now == null) {
        tally.leave(line.row(), line.target(), WHAT, "it is gone");
        gone(line);
        continue;
      }
      PriorValues.Values values = priors.of(line, now);
      all.put(line.trace(), values);
      if (!values.back().isEmpty()) {
        drafts.add(new Draft(line.trace(), now.remoteId(), values.back()));
        lines.put(line.trace(), line);
      } else if (!LeftFields.noted(book, line, values)) {
        asTheyAre.add(line);
      }
    }
    tally.count(UndoTally.RESTORED, drafts.size());
    book.undo(
        Stage.RECORDS,
        asTheyAre.stream()
            .map(line -> LeftFields.in(already(line, UndoTally.RESTORED), all.get(line.trace())))
            .toList());
    inLanes(
        Batches.of(drafts, traits.writeBatch()),
        batch -> putBack(batch, batch.stream().map(d -> lines.get(d.traceId())).toList(), all));
  }

  /**
   * The ledger says before what is put back: a value that is as it was before may be so because of
   * this call, or because of somebody else, and once it is sent nobody can see which.
   */
  private void putBack(
      List<Draft> batch, List<LedgerLine> lines, Map<String, PriorValues.Values> all) {
    book.undoing(
        Stage.RECORDS,
        lines.stream()
            .map(line -> RecordStage.outcome(line, null, line.target(), ""))
            .map(line -> LeftFields.in(line, all.get(line.trace())))
            .toList());
    settle(
        lines,
        remaining -> {
          Set<String> open = traces(remaining);
          return destination.update(
              batch.stream().filter(d -> open.contains(d.traceId())).toList());
        },
        LedgerLine::trace,
        line -> LeftFields.in(line, all.get(line.trace())));
  }

  private <T> void inLanes(List<List<T>> batches, Consumer<List<T>> work) {
    List<Supplier<Boolean>> calls = new ArrayList<>();
    for (List<T> batch : batches) {
      calls.add(
          () -> {
            work.accept(batch);
            return true;
          });
    }
    lanes.run(calls);
  }

  /** Takes away the records that we made and that are still as we made them. */
  void delete(UndoPlan plan) {
    List<LedgerLine> goes = new ArrayList<>();
    for (LedgerLine line : plan.creates()) {
      RemoteRecord now = plan.now().get(line.trace());
      if (now == null) {
        gone(line);
      } else if (policy.forcesContact(now.remoteId()) || untouched(line, now)) {
        goes.add(line.at(now.remoteId()));
      } else {
        tally.leave(line.row(), now.remoteId(), WHAT, UndoTally.SINCE);
      }
    }
    tally.count(UndoTally.DELETED, goes.size());
    inLanes(
        Batches.of(goes, traits.writeBatch()),
        batch ->
            settle(
                batch,
                open -> destination.delete(open.stream().map(LedgerLine::target).toList()),
                LedgerLine::target,
                line -> line));
  }

  private boolean untouched(LedgerLine line, RemoteRecord now) {
    return line.wanted().entrySet().stream()
        .allMatch(
            field -> {
              String name = field.getKey();
              String current = name.equals(traits.markerField()) ? now.marker() : now.field(name);
              return tags.same(name, current, field.getValue());
            });
  }

  private static Set<String> traces(List<LedgerLine> lines) {
    return lines.stream().map(LedgerLine::trace).collect(Collectors.toSet());
  }

  /**
   * Sends until everything is answered: undoing twice leaves the same state.
   *
   * @param noted what the ledger is to say of a line
   */
  private void settle(
      List<LedgerLine> batch,
      Function<List<LedgerLine>, WriteReply> call,
      Function<LedgerLine, String> id,
      UnaryOperator<LedgerLine> noted) {
    List<LedgerLine> open = new ArrayList<>(batch);
    for (int attempt = 0; attempt < MOST_TRIES && !open.isEmpty(); attempt++) {
      List<LedgerLine> sent = List.copyOf(open);
      var answers =
          Settling.send(
              sent, id, part -> replies.answers(Stage.RECORDS, true, part, () -> call.apply(part)));
      List<LedgerLine> outcomes = Settling.outcomes(sent, answers, id);
      for (LedgerLine outcome : outcomes) {
        if (!ConsentStage.took(outcome)) {
          String why = outcome.message().isEmpty() ? outcome.status() : outcome.message();
          tally.leave(outcome.row(), outcome.target(), WHAT, why);
        }
      }
      book.undo(Stage.RECORDS, outcomes.stream().map(noted).toList());
      Set<String> settled = traces(outcomes);
      open.removeIf(line -> settled.contains(line.trace()));
    }
    if (!open.isEmpty()) {
      throw new UnknownOutcomeException("the destination does not answer", null);
    }
  }

  private void gone(LedgerLine line) {
    tally.count(UndoTally.GONE, 1);
    book.undo(Stage.RECORDS, List.of(already(line, UndoTally.GONE)));
  }

  private static LedgerLine already(LedgerLine line, String kind) {
    return RecordStage.outcome(line, Verdict.ALREADY, line.target(), kind);
  }
}
