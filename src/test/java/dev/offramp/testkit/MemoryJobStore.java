package dev.offramp.testkit;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs table in memory, with the same conditions as the real one. */
public final class MemoryJobStore implements JobStore {
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, List<Chunk>> chunks = new HashMap<>();
  private final Map<String, Lease> leases = new HashMap<>();

  @Override
  public synchronized Job create(Job job) {
    jobs.putIfAbsent(job.id(), job);
    return jobs.get(job.id());
  }

  @Override
  public synchronized Optional<Job> find(String jobId) {
    return Optional.ofNullable(jobs.get(jobId));
  }

  @Override
  public synchronized List<String> active() {
    return jobs.values().stream()
        .filter(j -> j.state() != JobState.COMPLETED && j.state() != JobState.ROLLED_BACK)
        .map(Job::id)
        .toList();
  }

  @Override
  public synchronized List<Job> list(String migration) {
    return jobs.values().stream()
        .filter(job -> migration.isEmpty() || job.migration().equals(migration))
        .sorted(Comparator.comparing(Job::createdAt).thenComparing(Job::id))
        .toList();
  }

  @Override
  public synchronized List<Job> loading(String account) {
    return of(account, JobState.LOADING);
  }

  @Override
  public synchronized List<Job> verifying(String account) {
    return of(account, JobState.VERIFYING);
  }

  private List<Job> of(String account, JobState state) {
    return list("").stream()
        .filter(j -> j.account().equals(account) && j.state() == state)
        .toList();
  }

  @Override
  public synchronized Optional<Job> transition(
      String jobId, JobState expected, JobEvent event, String reason, Instant now) {
    Job job = jobs.get(jobId);
    Optional<JobState> next = JobTransitions.next(expected, event);
    if (job == null || job.state() != expected || next.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(put(new Edit(job).state(next.get()).reason(reason, Instant.EPOCH).at(now)));
  }

  @Override
  public synchronized Job describe(
      Lease parse, String jobId, String destination, String account, String layout, Instant now) {
    check(parse);
    return put(new Edit(jobs.get(jobId)).described(destination, account, layout).at(now));
  }

  @Override
  public synchronized void prepared(Lease account, String jobId, Instant now) {
    check(account);
    put(new Edit(jobs.get(jobId)).prepared().at(now));
  }

  @Override
  public synchronized void note(String jobId, String reason, Instant notBefore, Instant now) {
    if (!jobs.get(jobId).state().paused()) {
      put(new Edit(jobs.get(jobId)).reason(reason, notBefore).at(now));
    }
  }

  @Override
  public synchronized void addChunk(Lease parse, Chunk chunk, String checkpoint, Instant now) {
    check(parse);
    List<Chunk> all = chunks.computeIfAbsent(chunk.jobId(), j -> new ArrayList<>());
    if (chunk.index() < all.size()) {
      return;
    }
    all.add(chunk);
    put(
        new Edit(jobs.get(chunk.jobId()))
            .counted(chunk.counters())
            .chunks(1, 0, 0)
            .checkpoint(checkpoint)
            .at(now));
  }

  @Override
  public synchronized void checkpoint(Lease parse, String jobId, String checkpoint, Instant now) {
    check(parse);
    put(new Edit(jobs.get(jobId)).checkpoint(checkpoint).at(now));
  }

  @Override
  public synchronized Job endParsing(Lease parse, String jobId, String sha256, Instant now) {
    check(parse);
    Job job = jobs.get(jobId);
    if (job.state() != JobState.PARSING) {
      return job;
    }
    return put(new Edit(job).state(JobState.MAPPING).sha256(sha256).at(now));
  }

  @Override
  public synchronized Optional<Chunk> chunk(String jobId, int index) {
    List<Chunk> all = chunks.getOrDefault(jobId, List.of());
    return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
  }

  @Override
  public synchronized List<Chunk> chunks(String jobId, int from, int limit) {
    return chunks.getOrDefault(jobId, List.of()).stream().skip(from).limit(limit).toList();
  }

  @Override
  public synchronized Job chunkMapped(String jobId, int index, Counters delta, Instant now) {
    Chunk chunk = chunks.get(jobId).get(index);
    Job job = jobs.get(jobId);
    if (chunk.state() != ChunkState.PARSED) {
      return job;
    }
    set(chunk, ChunkState.MAPPED, chunk.fence(), delta);
    return put(new Edit(job).counted(delta).chunks(0, 1, 0).at(now));
  }

  @Override
  public synchronized Optional<Chunk> claimChunk(
      Lease account, String jobId, int index, Instant now) {
    check(account);
    Chunk chunk = chunks.get(jobId).get(index);
    boolean open =
        chunk.state() == ChunkState.MAPPED
            || (chunk.state() == ChunkState.LOADING && chunk.fence() <= account.fence());
    if (jobs.get(jobId).state() != JobState.LOADING || !open) {
      return Optional.empty();
    }
    return Optional.of(set(chunk, ChunkState.LOADING, account.fence(), Counters.ZERO));
  }

  @Override
  public synchronized Job chunkLoaded(
      Lease account, String jobId, int index, Counters delta, Instant now) {
    check(account);
    Chunk chunk = chunks.get(jobId).get(index);
    Job job = jobs.get(jobId);
    if (chunk.state() == ChunkState.LOADED) {
      return job;
    }
    if (chunk.state() != ChunkState.LOADING || chunk.fence() != account.fence()) {
      throw new StaleLeaseException(account.resource());
    }
    set(chunk, ChunkState.LOADED, chunk.fence(), delta);
    return put(new Edit(job).counted(delta).chunks(0, 0, 1).at(now));
  }

  @Override
  public synchronized Optional<Lease> acquire(
      String resource, String owner, Duration length, Instant now) {
    Lease held = leases.get(resource);
    if (held != null && held.until().isAfter(now)) {
      return Optional.empty();
    }
    Lease lease =
        new Lease(
            resource,
            owner,
            held == null ? 1 : held.fence() + 1,
            now.plus(length),
            held == null ? Instant.EPOCH : held.until());
    leases.put(resource, lease);
    return Optional.of(lease);
  }

  @Override
  public synchronized Lease renew(Lease lease, Duration length, Instant now) {
    check(lease);
    Lease longer =
        new Lease(
            lease.resource(),
            lease.owner(),
            lease.fence(),
            now.plus(length),
            lease.previousUntil());
    leases.put(lease.resource(), longer);
    return longer;
  }

  @Override
  public synchronized void release(Lease lease, Instant now) {
    Lease held = leases.get(lease.resource());
    if (held != null && held.fence() == lease.fence()) {
      leases.put(
          lease.resource(),
          new Lease(held.resource(), "", held.fence(), now, held.previousUntil()));
    }
  }

  private void check(Lease lease) {
    Lease held = leases.get(lease.resource());
    if (held == null || held.fence() != lease.fence() || !held.owner().equals(lease.owner())) {
      throw new StaleLeaseException(lease.resource());
    }
  }

  private Chunk set(Chunk chunk, ChunkState state, long fence, Counters delta) {
    Chunk next =
        new Chunk(
            chunk.jobId(),
            chunk.index(),
            state,
            chunk.firstRow(),
            chunk.rows(),
            fence,
            chunk.counters().plus(delta));
    chunks.get(chunk.jobId()).set(chunk.index(), next);
    return next;
  }

  private Job put(Job job) {
    if (job.counters().pending() < 0) {
      throw new AssertionError("invariant 1: more rows ended than were parsed");
    }
    jobs.put(job.id(), job);
    return job;
  }

  /** A job with some members replaced. */
  private static final class Edit {
    private final Job job;
    private JobState state;
    private String destination;
    private String account;
    private String layout;
    private String checkpoint;
    private String sha256;
    private String reason;
    private Instant notBefore;
    private boolean prepared;
    private int added;
    private int mapped;
    private int loaded;
    private Counters delta = Counters.ZERO;

    Edit(Job job) {
      this.job = job;
      state = job.state();
      destination = job.destination();
      account = job.account();
      layout = job.layout();
      checkpoint = job.checkpoint();
      sha256 = job.sha256();
      reason = job.reason();
      notBefore = job.notBefore();
      prepared = job.prepared();
    }

    Edit state(JobState next) {
      state = next;
      return this;
    }

    Edit reason(String next, Instant opensAt) {
      reason = next;
      notBefore = opensAt;
      return this;
    }

    Edit described(String crm, String name, String columns) {
      destination = crm;
      account = name;
      layout = columns;
      return this;
    }

    Edit prepared() {
      prepared = true;
      return this;
    }

    Edit checkpoint(String next) {
      checkpoint = next;
      return this;
    }

    Edit sha256(String digest) {
      sha256 = digest;
      return this;
    }

    Edit counted(Counters more) {
      delta = more;
      return this;
    }

    Edit chunks(int more, int moreMapped, int moreLoaded) {
      added = more;
      mapped = moreMapped;
      loaded = moreLoaded;
      return this;
    }

    Job at(Instant now) {
      return new Job(
          job.id(),
          job.upload(),
          state,
          destination,
          account,
          job.chunks() + added,
          job.chunksMapped() + mapped,
          job.chunksLoaded() + loaded,
          job.counters().plus(delta),
          checkpoint,
          layout,
          prepared,
          sha256,
          reason,
          notBefore,
          job.createdAt(),
          now);
    }
  }
}
