package dev.offramp.verify;

import dev.offramp.crm.ConsentState;
import dev.offramp.crm.ReadBack;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.Traits;
import dev.offramp.crm.ValueShape;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares records as they are with what they were meant to be, field by field. */
public final class RecordCheck {
  /** How far two clocks may be from each other, with the time that an answer takes. */
  public static final Duration CLOCKS = Duration.ofSeconds(5);

  private final Traits traits;
  private final ReadBack back;
  private final Map<String, ValueShape> shapes;
  private final ValueCheck values;

  /**
   * Takes what the destination is like.
   *
   * @param shapes by field; a field without one is a text
   */
  public RecordCheck(Traits traits, ReadBack back, Map<String, ValueShape> shapes) {
    this.traits = traits;
    this.back = back;
    this.shapes = Map.copyOf(shapes);
    this.values = new ValueCheck(traits.valueSeparator());
  }

  /** The fields that have to be read for these. */
  public Set<String> fieldsOf(List<Expected> all) {
    Set<String> fields = new LinkedHashSet<>();
    all.forEach(one -> fields.addAll(one.fields().keySet()));
    if (traits.tagField() != null) {
      fields.add(traits.tagField());
    }
    back.optOutField().ifPresent(fields::add);
    back.modifiedField().ifPresent(fields::add);
    return fields;
  }

  /**
   * What was seen of a person beside the record itself.
   *
   * @param consent what is recorded of the person, where it was asked by address; else empty
   * @param bearers how many records bear the person's marker; 1 where nobody asked
   */
  public record Beside(Optional<ConsentState> consent, int bearers) {}

  /** Compares; the record is null where there is none under whatever key. */
  public void check(Expected meant, RemoteRecord record, Beside beside, Tally tally) {
    new One(meant, record, tally).run(beside);
  }

  /** One record's comparison. */
  private final class One {
    private final Expected meant;
    private final RemoteRecord record;
    private final Tally tally;
    private final Apart apart;
    private boolean differs;
    private boolean counts;

    One(Expected meant, RemoteRecord record, Tally tally) {
      this.meant = meant;
      this.record = record;
      this.tally = tally;
      this.apart = record == null ? Apart.NO : apart();
    }

    void run(Beside beside) {
      meant
          .lists()
          .forEach(
              list ->
                  tally.member(
                      list, new Findings.Member(meant.row(), meant.line(), meant.remoteId())));
      if (record == null) {
        note(Fault.RECORD_LOST, "", "", "", Apart.NO);
      } else {
        if (!record.remoteId().equals(meant.remoteId())) {
          note(Fault.RECORD_MERGED, "", meant.remoteId(), record.remoteId(), Apart.MERGED_THERE);
        }
        if (beside.bearers() > 1) {
          note(Fault.RECORD_DOUBLED, "", "1", Integer.toString(beside.bearers()), Apart.NO);
        }
        meant.fields().forEach(this::field);
        tags();
        refusal(beside);
        permission(beside);
      }
      tally.count(
          new Counts(
              1,
              differs ? 0 : 1,
              counts ? 1 : 0,
              differs && !counts ? 1 : 0,
              meant.optedOut() ? 1 : 0,
              0,
              meant.permitted() ? 1 : 0,
              0,
              0,
              0));
    }

    /** Where it was not asked yet, it is later. */
    private void permission(Beside beside) {
      if (!meant.permitted()) {
        return;
      }
      Findings.Permission permission =
          new Findings.Permission(meant.row(), meant.line(), meant.remoteId(), meant.email());
      if (beside.consent().isEmpty()) {
        tally.permitted(permission);
      } else if (!PermissionCheck.check(permission, beside.consent().get(), tally)) {
        differs = true;
        counts = true;
      }
    }

    private Apart apart() {
      if (!record.remoteId().equals(meant.remoteId())) {
        return Apart.MERGED_THERE;
      }
      return back.modifiedField()
              .flatMap(field -> moment(record.field(field)))
              .filter(at -> at.isAfter(meant.settled().plus(CLOCKS)))
              .isPresent()
          ? Apart.CHANGED_SINCE
          : Apart.NO;
    }

    private void note(Fault fault, String subject, String wanted, String found, Apart why) {
      differs = true;
      counts |= why == Apart.NO;
      tally.differs(
          new Difference(
              meant.row(), meant.line(), meant.remoteId(), fault, subject, wanted, found, why));
    }

    private void field(String name, List<String> wanted) {
      String found = record.field(name);
      ValueShape shape = shapes.getOrDefault(name, ValueShape.TEXT);
      Comparison best = null;
      for (String one : wanted) {
        Comparison came = values.compare(one, found, shape);
        best = best == null || (came.same() && !best.exact()) ? came : best;
      }
      boolean kept = !best.same() && meant.kept().contains(name) && !found.isBlank();
      boolean wrong = !best.same() && !kept;
      if (wrong) {
        note(best.fault(), name, wanted.get(wanted.size() - 1), found, apart);
      }
      tally.field(
          name,
          new FieldTally(
              1,
              best.exact() ? 1 : 0,
              best.same() && !best.exact() ? 1 : 0,
              kept ? 1 : 0,
              wrong && apart == Apart.NO ? 1 : 0,
              wrong && apart != Apart.NO ? 1 : 0));
    }

    private void tags() {
      if (traits.tagField() == null) {
        return;
      }
      Set<String> there =
          new LinkedHashSet<>(record.values(traits.tagField(), traits.valueSeparator()));
      for (String tag : meant.tags()) {
        tally.tagged(tag, meant.remoteId());
        if (!there.remove(tag)) {
          note(Fault.TAG_MISSING, tag, tag, "", apart);
        }
      }
      there.forEach(tag -> tally.tagBeside(tag, meant.remoteId()));
    }

    /** Invariant 6: whoever must not be mailed is opted out, whoever changed the record since. */
    private void refusal(Beside beside) {
      if (!meant.optedOut()) {
        return;
      }
      boolean out =
          beside.consent().isPresent()
              ? beside.consent().get() == ConsentState.OPTED_OUT
              : back.optOutField().map(record::field).filter("true"::equalsIgnoreCase).isPresent();
      if (out) {
        tally.count(new Counts(0, 0, 0, 0, 0, 1, 0, 0, 0, 0));
      } else {
        note(Fault.CONSENT_RISEN, "", "opted out", "not opted out", Apart.NO);
      }
    }
  }

  private static Optional<Instant> moment(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
