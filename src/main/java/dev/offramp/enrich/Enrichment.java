package dev.offramp.enrich;

import dev.offramp.job.Bell;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Lease;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.StaleLeaseException;
import dev.offramp.kartra.api.KartraApiException;
import dev.offramp.kartra.api.KartraApiException.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Fetches the facts about a chunk's contacts, page by page, as far as time and budget go. Who is
 * killed loses the page under way and nothing else; who runs out of time rings for a successor.
 */
public final class Enrichment {
  private static final int PAGE = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A page takes some three seconds at full pace; a permit may be waited for as well. */
  private static final Duration ENOUGH_FOR_A_PAGE = Duration.ofSeconds(10);

  private static final Duration AFTER_SILENCE = Duration.ofSeconds(30);

  private final EnrichPorts ports;
  private final EnrichedPages pages;
  private final Standstill standstill;

  /** Takes its collaborators. */
  public Enrichment(EnrichPorts ports) {
    this.ports = ports;
    this.pages = new EnrichedPages(ports.files());
    this.standstill = new Standstill(ports.jobs(), ports.bells(), ports.clock());
  }

  /**
   * The facts about a chunk's contacts.
   *
   * @param sharePerMille the part of the App's limit that the plan gives us
   * @param questions the contacts of the chunk, in their order
   * @return by the ordinal of the row; nothing if somebody else is at it or goes on later: the bell
   *     for that is rung, or the job has failed with its reason
   */
  public Optional<Map<Long, EnrichedRow>> facts(
      Job job, int chunk, int sharePerMille, List<Question> questions, Deadline deadline) {
    EnrichedPages.Fetched before = pages.read(job.id(), chunk);
    if (open(questions, before).isEmpty()) {
      return Optional.of(before.rows());
    }
    String resource = "enrich#%s/%d".formatted(job.id(), chunk);
    Optional<Lease> lease =
        ports.jobs().acquire(resource, ports.owners().get(), ports.lease(), now());
    if (lease.isEmpty()) {
      return Optional.empty(); // Who has it rings for the next one; the conductor if that one dies.
    }
    LeaseKeeper held = new LeaseKeeper(ports.jobs(), ports.clock(), ports.lease(), lease.get());
    try {
      return fetch(new Turn(job, chunk, held, deadline), sharePerMille, questions);
    } catch (StaleLeaseException e) {
      return Optional.empty(); // Whoever has it now goes on from the pages.
    } catch (KartraApiException e) {
      fail(job, e);
      return Optional.empty();
    } finally {
      held.release();
    }
  }

  private record Turn(Job job, int chunk, LeaseKeeper held, Deadline deadline) {
    Bell bell() {
      return Bell.map(job.id(), chunk);
    }

    /** No call may be under way when the lease or the function ends. */
    Instant latestEnd() {
      Instant lease = held.until();
      return lease.isBefore(deadline.end()) ? lease : deadline.end();
    }
  }

  private Optional<Map<Long, EnrichedRow>> fetch(
      Turn turn, int sharePerMille, List<Question> questions) {
    // Under the lease now: what another one has fetched since the first look is there.
    EnrichedPages.Fetched known = pages.read(turn.job().id(), turn.chunk());
    List<Question> open = open(questions, known);
    int page = known.pages();
    try (KartraSession session = session(turn.job(), sharePerMille, turn::latestEnd)) {
      while (!open.isEmpty()) {
        if (!told(turn, session, known.rows().size())) {
          return Optional.empty(); // Failed, or being rolled back.
        }
        if (!turn.deadline().allows(ports.callTimeout().plus(ENOUGH_FOR_A_PAGE), ports.clock())) {
          ports.bells().ring(List.of(turn.bell())); // The baton.
          return Optional.empty();
        }
        List<Reply> replies = ask(session, open.subList(0, Math.min(PAGE, open.size())));
        List<EnrichedRow> settled = settled(replies);
        if (!settled.isEmpty()) {
          pages.write(turn.job().id(), turn.chunk(), page++, settled);
          settled.forEach(row -> known.rows().put(row.row(), row));
        }
        if (stoodStill(turn, replies, settled)) {
          return Optional.empty();
        }
        open = open(questions, known);
      }
    }
    return Optional.of(known.rows());
  }

  private KartraSession session(Job job, int share, Supplier<Instant> latestEnd) {
    return ports.accounts().open(job, share, PATIENCE, latestEnd).orElseThrow(Keys::missing);
  }

  private static List<Question> open(List<Question> questions, EnrichedPages.Fetched known) {
    return questions.stream().filter(q -> !known.rows().containsKey(q.row())).toList();
  }

  private List<Reply> ask(KartraSession session, List<Question> questions) {
    List<Supplier<Reply>> calls = new ArrayList<>();
    for (Question question : questions) {
      calls.add(() -> Reply.of(session.api(), question));
    }
    return ports.lanes().run(calls);
  }

  /** Where Kartra answered somebody, its silence about another one is that one's last word. */
  private static List<EnrichedRow> settled(List<Reply> replies) {
    boolean away = replies.stream().noneMatch(Reply.Settled.class::isInstance);
    List<EnrichedRow> rows = new ArrayList<>();
    for (Reply reply : replies) {
      if (reply instanceof Reply.Settled known) {
        rows.add(known.row());
      } else if (reply instanceof Reply.Silence silence && !away) {
        rows.add(silence.row());
      }
    }
    return rows;
  }

  private boolean stoodStill(Turn turn, List<Reply> replies, List<EnrichedRow> settled) {
    for (Reply reply : replies) {
      if (reply instanceof Reply.Closed closed) {
        standstill.park(turn.job().id(), turn.bell(), closed.why(), Set.of(JobState.MAPPING));
        return true;
      }
    }
    if (settled.isEmpty()) {
      standstill.park(
          turn.job().id(),
          turn.bell(),
          "OFF-2803 Kartra does not answer. It is asked again.",
          now().plus(AFTER_SILENCE));
      return true;
    }
    return false;
  }

  /** Says how long it takes; false if the job is not to go on. */
  private boolean told(Turn turn, KartraSession session, long here) {
    Optional<Job> job =
        ports.jobs().find(turn.job().id()).filter(j -> j.state() == JobState.MAPPING);
    job.ifPresent(
        j -> ports.jobs().note(j.id(), Forecast.of(j, session, here), Instant.EPOCH, now()));
    return job.isPresent();
  }

  private void fail(Job job, KartraApiException e) {
    if (e.remedy() != Remedy.CREDENTIALS) {
      throw e;
    }
    ports
        .jobs()
        .transition(
            job.id(), JobState.MAPPING, JobEvent.FAIL, e.code() + " " + e.getMessage(), now());
  }

  private Instant now() {
    return ports.clock().instant();
  }
}
