package dev.offramp.testkit;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.Definition;
import dev.offramp.crm.DefinitionState;
import dev.offramp.crm.Destination;
import dev.offramp.crm.Draft;
import dev.offramp.crm.Lookup;
import dev.offramp.crm.MemberPage;
import dev.offramp.crm.ReadBack;
import dev.offramp.crm.RemoteRecord;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.Traits;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A CRM whose world moves slowly, over a {@link FakeCrm}: it works on changes of records in jobs of
 * its own, or its search does not know a record for a while, or its jobs say nothing about some
 * rows; each as told.
 */
public final class SlowCrm implements Destination {
  private final FakeCrm crm;
  private final InstantSource clock;
  private final Duration work;
  private final Duration lag;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, Instant> seenFrom = new LinkedHashMap<>();
  private Verdict silentAbout;
  private int polls;

  /** A job of the destination's own. */
  private static final class Job {
    private final Instant due;
    private final Supplier<WriteReply> effect;
    private WriteReply reply;

    Job(Instant due, Supplier<WriteReply> effect) {
      this.due = due;
      this.effect = effect;
    }
  }

  /**
   * Takes the CRM underneath.
   *
   * @param work how long its jobs take; zero for answers at once
   * @param lag for how long look-ups by marker or e-mail miss a new record
   */
  public SlowCrm(FakeCrm crm, InstantSource clock, Duration work, Duration lag) {
    this.crm = crm;
    this.clock = clock;
    this.work = work;
    this.lag = lag;
  }

  /** From now on its replies leave out the rows with this verdict. */
  public void saysNothingAbout(Verdict verdict) {
    silentAbout = verdict;
  }

  /** How many jobs were begun. */
  public int jobs() {
    return jobs.size();
  }

  /** How often somebody asked after a job. */
  public int polls() {
    return polls;
  }

  /** Whatever is due has happened, whether somebody asks or not. */
  public void settle() {
    for (Job job : jobs.values()) {
      if (job.reply == null && !clock.instant().isBefore(job.due)) {
        job.reply = noted(job.effect);
      }
    }
  }

  private WriteReply noted(Supplier<WriteReply> effect) {
    Set<String> before = Set.copyOf(crm.records().keySet());
    try {
      return without(effect.get());
    } finally {
      crm.records().keySet().stream()
          .filter(id -> !before.contains(id))
          .forEach(id -> seenFrom.put(id, clock.instant().plus(lag)));
    }
  }

  private WriteReply without(WriteReply reply) {
    return new WriteReply.Answered(
        ((WriteReply.Answered) reply)
            .rows().stream().filter(row -> row.verdict() != silentAbout).toList());
  }

  private WriteReply change(Supplier<WriteReply> effect) {
    settle();
    if (work.isZero()) {
      return noted(effect);
    }
    String ticket = "job-" + (jobs.size() + 1);
    jobs.put(ticket, new Job(clock.instant().plus(work), effect));
    return new WriteReply.Accepted(ticket, Duration.ofSeconds(10));
  }

  @Override
  public WriteReply poll(String ticket) {
    polls++;
    settle();
    Job job = jobs.get(ticket);
    if (job == null) {
      throw new UnknownOutcomeException("no such job", null);
    }
    return job.reply == null ? new WriteReply.Accepted(ticket, Duration.ofSeconds(10)) : job.reply;
  }

  @Override
  public Traits traits() {
    Traits t = crm.traits();
    return new Traits(
        t.name(),
        t.markerField(),
        t.markerIsUnique(),
        t.tagField(),
        t.valueSeparator(),
        t.readBatch(),
        t.writeBatch(),
        t.membershipBatch(),
        t.consentBatch(),
        t.callTimeout(),
        lag,
        t.cannotRestore());
  }

  @Override
  public ReadBack readBack() {
    return crm.readBack();
  }

  @Override
  public MemberPage members(String listId, String from) {
    settle();
    return crm.members(listId, from);
  }

  @Override
  public Map<String, Set<String>> bearers(Collection<String> markers) {
    settle();
    return crm.bearers(markers);
  }

  @Override
  public List<RemoteRecord> read(List<Lookup> lookups, Set<String> fields) {
    settle();
    Map<String, Lookup> byTrace = new LinkedHashMap<>();
    lookups.forEach(lookup -> byTrace.put(lookup.traceId(), lookup));
    List<RemoteRecord> found = new ArrayList<>();
    for (RemoteRecord record : crm.read(lookups, fields)) {
      boolean byId = byTrace.get(record.traceId()).remoteId() != null;
      Instant from = seenFrom.getOrDefault(record.remoteId(), Instant.MIN);
      if (byId || !clock.instant().isBefore(from)) {
        found.add(record);
      }
    }
    return found;
  }

  @Override
  public WriteReply create(List<Draft> drafts) {
    List<Draft> copy = List.copyOf(drafts);
    return change(() -> crm.create(copy));
  }

  @Override
  public WriteReply update(List<Draft> drafts) {
    List<Draft> copy = List.copyOf(drafts);
    return change(() -> crm.update(copy));
  }

  @Override
  public WriteReply delete(Collection<String> remoteIds) {
    List<String> copy = List.copyOf(remoteIds);
    return change(() -> crm.delete(copy));
  }

  @Override
  public List<DefinitionState> inspect(List<Definition> wanted) {
    return crm.inspect(wanted);
  }

  @Override
  public DefinitionState define(DefinitionState state) {
    return crm.define(state);
  }

  @Override
  public List<DefinitionState> undefine(List<DefinitionState> states) {
    return crm.undefine(states);
  }

  @Override
  public List<DefinitionState> undefineUsed(List<DefinitionState> states) {
    return crm.undefineUsed(states);
  }

  @Override
  public Map<String, Set<String>> memberships(Collection<String> remoteIds) {
    return crm.memberships(remoteIds);
  }

  @Override
  public WriteReply join(String listId, Collection<String> remoteIds) {
    List<String> copy = List.copyOf(remoteIds);
    return change(() -> crm.join(listId, copy));
  }

  @Override
  public WriteReply leave(String listId, Collection<String> remoteIds) {
    List<String> copy = List.copyOf(remoteIds);
    return change(() -> crm.leave(listId, copy));
  }

  @Override
  public Map<String, ConsentRecord> consent(Collection<String> emails) {
    return crm.consent(emails);
  }

  @Override
  public WriteReply writeConsent(Map<String, ConsentOrder> orders) {
    return crm.writeConsent(orders);
  }

  @Override
  public WriteReply restoreConsent(Map<String, ConsentRecord> priors) {
    return crm.restoreConsent(priors);
  }
}
