package dev.offramp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.JobTransitions;
import dev.offramp.job.Lease;
import dev.offramp.job.StaleLeaseException;
import dev.offramp.job.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every jobs table promises. */
public abstract class JobStoreContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final String ACCOUNT = "crm/spring";

  /** A store of its own for each test. */
  protected abstract JobStore store();

  private static Upload upload(String file) {
    return new Upload("b", "inbox/spring/" + file, "v1", true, 10);
  }

  private static Job parsing(JobStore jobs, String file) {
    Job job = jobs.create(Job.received(upload(file), NOW));
    return jobs.transition(job.id(), JobState.RECEIVED, JobEvent.PARSE_CLAIMED, "", NOW)
        .orElseThrow();
  }

  private static Lease parseLease(JobStore jobs, Job job) {
    return jobs.acquire(Lease.ofParse(job.id()), "p", LEASE, NOW).orElseThrow();
  }

  private static Chunk chunk(Job job, int index, int rows) {
    return new Chunk(job.id(), index, ChunkState.PARSED, index, rows, 0, Counters.ofParsed(rows));
  }

  /** A job in LOADING with so many mapped chunks of ten rows. */
  private static Job loading(JobStore jobs, String file, int chunks) {
    Job job = parsing(jobs, file);
    Lease parse = parseLease(jobs, job);
    jobs.describe(parse, job.id(), "crm", ACCOUNT, "{}", NOW);
    for (int index = 0; index < chunks; index++) {
      jobs.addChunk(parse, chunk(job, index, 10), "c" + index, NOW);
    }
    jobs.endParsing(parse, job.id(), "ab", NOW);
    for (int index = 0; index < chunks; index++) {
      jobs.chunkMapped(job.id(), index, Counters.ZERO, NOW);
    }
    return jobs.transition(job.id(), JobState.MAPPING, JobEvent.MAPPED, "", NOW).orElseThrow();
  }

  @Test
  void theSameUploadIsTheSameJob() {
    JobStore jobs = store();
    Job first = jobs.create(Job.received(upload("a.csv"), NOW));
    Job again = jobs.create(Job.received(upload("a.csv"), NOW.plusSeconds(60)));
    assertThat(again).isEqualTo(first);
    assertThat(jobs.list("spring")).containsExactly(first);
    assertThat(jobs.list("")).containsExactly(first);
    assertThat(jobs.list("autumn")).isEmpty();
    assertThat(jobs.active()).containsExactly(first.id());
  }

  @Test
  void transitionsFollowTheTableAndOnlyFromTheStateThatWasSeen() {
    JobStore jobs = store();
    Job job = jobs.create(Job.received(upload("a.csv"), NOW));
    for (JobEvent event : JobEvent.values()) {
      if (JobTransitions.next(JobState.RECEIVED, event).isEmpty()) {
        assertThat(jobs.transition(job.id(), JobState.RECEIVED, event, "", NOW)).isEmpty();
      }
    }
    assertThat(jobs.transition(job.id(), JobState.PARSING, JobEvent.FAIL, "", NOW)).isEmpty();
    Optional<Job> moved =
        jobs.transition(job.id(), JobState.RECEIVED, JobEvent.FAIL, "OFF-1 why", NOW);
    assertThat(moved)
        .get()
        .extracting(Job::state, Job::reason)
        .containsExactly(JobState.FAILED, "OFF-1 why");
  }

  @Test
  void aPausedJobKeepsThePersonsWord() {
    JobStore jobs = store();
    Job job = loading(jobs, "a.csv", 1);
    jobs.note(job.id(), "the budget is used", NOW.plusSeconds(9), NOW);
    jobs.transition(job.id(), JobState.LOADING, JobEvent.PAUSE, "a person", NOW);
    jobs.note(job.id(), "a loader that ends", Instant.MAX, NOW);
    assertThat(jobs.find(job.id()))
        .get()
        .extracting(Job::reason, Job::notBefore)
        .containsExactly("a person", Instant.EPOCH);
  }

  @Test
  void aJobThatEndedIsActiveNoMoreAndIsAgainWhenItIsTakenBack() {
    JobStore jobs = store();
    Job job = jobs.create(Job.received(upload("a.csv"), NOW));
    jobs.transition(job.id(), JobState.RECEIVED, JobEvent.ROLLBACK, "", NOW);
    assertThat(jobs.active()).containsExactly(job.id());
    jobs.transition(job.id(), JobState.ROLLING_BACK, JobEvent.UNDONE, "", NOW);
    assertThat(jobs.active()).isEmpty();
    assertThat(jobs.list("")).hasSize(1);
  }

  @Test
  void invariant1_aChunkIsCountedOnceHoweverOftenItIsAdded() {
    JobStore jobs = store();
    Job job = parsing(jobs, "a.csv");
    Lease lease = parseLease(jobs, job);
    jobs.addChunk(lease, chunk(job, 0, 7), "c0", NOW);
    jobs.addChunk(lease, chunk(job, 0, 7), "c0", NOW);
    jobs.addChunk(lease, chunk(job, 1, 5), "c1", NOW);
    Job after = jobs.find(job.id()).orElseThrow();
    assertThat(after.counters()).isEqualTo(Counters.ofParsed(12));
    assertThat(after.chunks()).isEqualTo(2);
    assertThat(after.checkpoint()).isEqualTo("c1");
    assertThat(jobs.chunks(job.id(), 0, 10)).hasSize(2);
    assertThat(jobs.chunks(job.id(), 1, 10)).hasSize(1);
  }

  @Test
  void aCheckpointMovesWithoutAChunk() {
    JobStore jobs = store();
    Job job = parsing(jobs, "a.csv");
    Lease lease = parseLease(jobs, job);
    jobs.checkpoint(lease, job.id(), "c0", NOW);
    Job after = jobs.find(job.id()).orElseThrow();
    assertThat(after.checkpoint()).isEqualTo("c0");
    assertThat(after.counters()).isEqualTo(Counters.ZERO);
    assertThat(after.chunks()).isZero();
    assertThat(after.state()).isEqualTo(JobState.PARSING);
  }

  @Test
  void aParserWhoseLeaseIsAnothersWritesNothing() {
    JobStore jobs = store();
    Job job = parsing(jobs, "a.csv");
    Lease old = parseLease(jobs, job);
    Lease newer = jobs.acquire(Lease.ofParse(job.id()), "q", LEASE, NOW.plus(LEASE)).orElseThrow();
    assertThat(newer.fence()).isGreaterThan(old.fence());
    assertThat(newer.previousUntil()).isEqualTo(old.until());
    assertThatThrownBy(() -> jobs.addChunk(old, chunk(job, 0, 7), "c0", NOW))
        .isInstanceOf(StaleLeaseException.class);
    assertThatThrownBy(() -> jobs.checkpoint(old, job.id(), "c0", NOW))
        .isInstanceOf(StaleLeaseException.class);
    assertThat(jobs.find(job.id()).orElseThrow().checkpoint()).isEmpty();
    assertThatThrownBy(() -> jobs.endParsing(old, job.id(), "ab", NOW))
        .isInstanceOf(StaleLeaseException.class);
    assertThatThrownBy(() -> jobs.renew(old, LEASE, NOW)).isInstanceOf(StaleLeaseException.class);
    assertThat(jobs.find(job.id()).orElseThrow().chunks()).isZero();
  }

  @Test
  void aLeaseIsOnesAloneUntilItRunsOutOrIsGivenBack() {
    JobStore jobs = store();
    Lease first = jobs.acquire("account#x", "a", LEASE, NOW).orElseThrow();
    assertThat(jobs.acquire("account#x", "b", LEASE, NOW.plusSeconds(29))).isEmpty();
    Lease longer = jobs.renew(first, LEASE, NOW.plusSeconds(20));
    assertThat(longer.until()).isEqualTo(NOW.plusSeconds(50));
    assertThat(jobs.acquire("account#x", "b", LEASE, NOW.plusSeconds(40))).isEmpty();
    jobs.release(longer, NOW.plusSeconds(41));
    Lease next = jobs.acquire("account#x", "b", LEASE, NOW.plusSeconds(41)).orElseThrow();
    assertThat(next.previousUntil()).isEqualTo(NOW.plusSeconds(41));
    jobs.release(longer, NOW.plusSeconds(42));
    assertThat(jobs.acquire("account#x", "c", LEASE, NOW.plusSeconds(43))).isEmpty();
  }

  @Test
  void aChunkIsClaimedUnderTheNewestFenceAndLoadedOnce() {
    JobStore jobs = store();
    Job job = loading(jobs, "a.csv", 2);
    assertThat(jobs.loading(ACCOUNT)).extracting(Job::id).containsExactly(job.id());
    Lease old = jobs.acquire(Lease.ofAccount(ACCOUNT), "a", LEASE, NOW).orElseThrow();
    assertThat(jobs.claimChunk(old, job.id(), 0, NOW))
        .get()
        .extracting(Chunk::fence)
        .isEqualTo(old.fence());
    Lease newer = jobs.acquire(Lease.ofAccount(ACCOUNT), "b", LEASE, NOW.plus(LEASE)).orElseThrow();
    assertThat(jobs.claimChunk(newer, job.id(), 0, NOW))
        .get()
        .extracting(Chunk::fence)
        .isEqualTo(newer.fence());
    Counters delta = Counters.ZERO.plus(dev.offramp.job.Outcome.CREATED, 10);
    assertThatThrownBy(() -> jobs.chunkLoaded(old, job.id(), 0, delta, NOW))
        .isInstanceOf(StaleLeaseException.class);
    jobs.chunkLoaded(newer, job.id(), 0, delta, NOW);
    Job after = jobs.chunkLoaded(newer, job.id(), 0, delta, NOW);
    assertThat(after.counters().created()).isEqualTo(10);
    assertThat(after.chunksLoaded()).isOne();
    assertThat(jobs.claimChunk(newer, job.id(), 0, NOW)).isEmpty();
  }

  @Test
  void nothingIsClaimedOfAJobThatIsPaused() {
    JobStore jobs = store();
    Job job = loading(jobs, "a.csv", 1);
    jobs.transition(job.id(), JobState.LOADING, JobEvent.PAUSE, "", NOW);
    Lease lease = jobs.acquire(Lease.ofAccount(ACCOUNT), "a", LEASE, NOW).orElseThrow();
    assertThat(jobs.claimChunk(lease, job.id(), 0, NOW)).isEmpty();
    assertThat(jobs.loading(ACCOUNT)).isEmpty();
  }

  @Test
  void invariant1_manyMappersAtOnceCountEveryChunkOnce() {
    JobStore jobs = store();
    Job job = parsing(jobs, "a.csv");
    Lease lease = parseLease(jobs, job);
    int chunks = 24;
    for (int index = 0; index < chunks; index++) {
      jobs.addChunk(lease, chunk(job, index, 10), "c", NOW);
    }
    Counters rejected = Counters.ZERO.plus(dev.offramp.job.Outcome.REJECTED, 1);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int index = 0; index < chunks; index++) {
      int mine = index;
      for (int twice = 0; twice < 2; twice++) {
        all.add(CompletableFuture.runAsync(() -> jobs.chunkMapped(job.id(), mine, rejected, NOW)));
      }
    }
    all.forEach(CompletableFuture::join);
    Job after = jobs.find(job.id()).orElseThrow();
    assertThat(after.chunksMapped()).isEqualTo(chunks);
    assertThat(after.counters().rejected()).isEqualTo(chunks);
    assertThat(after.counters().pending()).isEqualTo(9L * chunks);
  }

  @Test
  void aNoteSaysWhyAndUntilWhenAndTheNextTransitionClearsIt() {
    JobStore jobs = store();
    Job job = loading(jobs, "a.csv", 1);
    jobs.note(job.id(), "the day's budget is used", Instant.MAX, NOW);
    Job noted = jobs.find(job.id()).orElseThrow();
    assertThat(noted.notBefore()).isEqualTo(Instant.MAX);
    assertThat(noted.reason()).isEqualTo("the day's budget is used");
    Job moved = jobs.transition(job.id(), JobState.LOADING, JobEvent.PAUSE, "", NOW).orElseThrow();
    assertThat(moved.reason()).isEmpty();
    assertThat(moved.notBefore()).isEqualTo(Instant.EPOCH);
  }
}
