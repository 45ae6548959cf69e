package dev.offramp.aws;

import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.JobTransitions;
import dev.offramp.job.Lease;
import dev.offramp.load.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The jobs table. A job and its chunks share a partition; lists of jobs are items of their own,
 * written in the transaction that makes them true, so that every read is consistent.
 */
public final class DynamoJobStore implements JobStore {
  private static final String ACTIVE = "active";
  private static final String ALL = "jobs";

  private static final List<AttributeValue> PAUSED =
      Stream.of(JobState.values())
          .filter(JobState::paused)
          .map(state -> AttributeValue.fromS(state.name()))
          .toList();

  private final DynamoDbClient dynamo;
  private final String table;
  private final LeaseItems leases;
  private final Transactions transactions;

  /** Takes the client, the table's name, and how to wait between tries. */
  public DynamoJobStore(DynamoDbClient dynamo, String table, Pause pause) {
    this.dynamo = dynamo;
    this.table = table;
    this.leases = new LeaseItems(dynamo, table);
    this.transactions = new Transactions(dynamo, pause);
  }

  @Override
  public Job create(Job job) {
    Optional<Job> there = find(job.id());
    if (there.isPresent()) {
      return there.get();
    }
    String order = job.createdAt() + "#" + job.id();
    transactions.write(
        List.of(
            put(JobItem.of(job), true),
            put(index(ACTIVE, job.id(), job.id()), false),
            put(index(ALL, order, job.id()), false),
            put(index("migration#" + job.migration(), order, job.id()), false)));
    return find(job.id()).orElseThrow();
  }

  private TransactWriteItem put(Map<String, AttributeValue> item, boolean onlyNew) {
    Put.Builder put = Put.builder().tableName(table).item(item);
    if (onlyNew) {
      put.conditionExpression("attribute_not_exists(pk)");
    }
    return TransactWriteItem.builder().put(put.build()).build();
  }

  private static Map<String, AttributeValue> index(String pk, String sk, String jobId) {
    return Map.of(
        "pk", AttributeValue.fromS(pk),
        "sk", AttributeValue.fromS(sk),
        "jobId", AttributeValue.fromS(jobId));
  }

  @Override
  public Optional<Job> find(String jobId) {
    Map<String, AttributeValue> item =
        dynamo.getItem(g -> g.tableName(table).key(JobItem.key(jobId)).consistentRead(true)).item();
    return item.isEmpty() ? Optional.empty() : Optional.of(JobItem.read(item));
  }

  @Override
  public List<String> active() {
    return ids(ACTIVE);
  }

  @Override
  public List<Job> list(String migration) {
    return ids(migration.isEmpty() ? ALL : "migration#" + migration).stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public List<Job> loading(String account) {
    return of(account, JobState.LOADING);
  }

  @Override
  public List<Job> verifying(String account) {
    return of(account, JobState.VERIFYING);
  }

  private List<Job> of(String account, JobState state) {
    return active().stream()
        .map(this::find)
        .flatMap(Optional::stream)
        .filter(job -> job.account().equals(account) && job.state() == state)
        .sorted(Comparator.comparing(Job::createdAt).thenComparing(Job::id))
        .toList();
  }

  private List<String> ids(String partition) {
    return dynamo
        .queryPaginator(
            q ->
                q.tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition))))
        .items()
        .stream()
        .map(item -> JobItem.text(item, "jobId"))
        .toList();
  }

  @Override
  public Optional<Job> transition(
      String jobId, JobState expected, JobEvent event, String reason, Instant now) {
    Optional<JobState> next = JobTransitions.next(expected, event);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    List<TransactWriteItem> items = new ArrayList<>();
    items.add(
        job(jobId, now)
            .when("state", AttributeValue.fromS(expected.name()))
            .set("state", AttributeValue.fromS(next.get().name()))
            .set("reason", AttributeValue.fromS(reason))
            .set("notBefore", JobItem.instant(Instant.EPOCH))
            .update());
    if (ended(next.get())) {
      items.add(
          TransactWriteItem.builder()
              .delete(d -> d.tableName(table).key(key(ACTIVE, jobId)))
              .build());
    } else if (ended(expected)) {
      items.add(put(index(ACTIVE, jobId, jobId), false));
    }
    return transactions.write(items) >= 0 ? Optional.empty() : find(jobId);
  }

  private static boolean ended(JobState state) {
    return state == JobState.COMPLETED || state == JobState.ROLLED_BACK;
  }

  private static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
  }

  private Change job(String jobId, Instant now) {
    return new Change(table, JobItem.key(jobId)).set("updatedAt", JobItem.instant(now));
  }

  @Override
  public Job describe(
      Lease parse, String jobId, String destination, String account, String layout, Instant now) {
    fenced(
        parse,
        job(jobId, now)
            .set("destination", AttributeValue.fromS(destination))
            .set("account", AttributeValue.fromS(account))
            .set("layout", AttributeValue.fromS(layout))
            .update());
    return find(jobId).orElseThrow();
  }

  @Override
  public void prepared(Lease account, String jobId, Instant now) {
    fenced(account, job(jobId, now).set("prepared", AttributeValue.fromBool(true)).update());
  }

  @Override
  public void note(String jobId, String reason, Instant notBefore, Instant now) {
    transactions.write(
        List.of(
            job(jobId, now)
                .unless("state", PAUSED)
                .set("reason", AttributeValue.fromS(reason))
                .set("notBefore", JobItem.instant(notBefore))
                .update()));
  }

  /** Writes under a lease; the index of the item after the lease whose condition failed, or -1. */
  private int fenced(Lease lease, TransactWriteItem... changes) {
    List<TransactWriteItem> items = new ArrayList<>();
    items.add(leases.held(lease));
    items.addAll(List.of(changes));
    int failed = transactions.write(items);
    if (failed == 0) {
      throw LeaseItems.staleLease(lease);
    }
    return failed < 0 ? -1 : failed - 1;
  }

  @Override
  public void addChunk(Lease parse, Chunk chunk, String checkpoint, Instant now) {
    // A chunk that is there already fails its condition: repeating changes nothing.
    fenced(
        parse,
        put(ChunkItem.of(chunk), true),
        job(chunk.jobId(), now)
            .set("checkpoint", AttributeValue.fromS(checkpoint))
            .add("chunks", JobItem.number(1))
            .addAll(CountersItem.of(chunk.counters()))
            .update());
  }

  @Override
  public void checkpoint(Lease parse, String jobId, String checkpoint, Instant now) {
    fenced(parse, job(jobId, now).set("checkpoint", AttributeValue.fromS(checkpoint)).update());
  }

  @Override
  public Job endParsing(Lease parse, String jobId, String sha256, Instant now) {
    fenced(
        parse,
        job(jobId, now)
            .when("state", AttributeValue.fromS(JobState.PARSING.name()))
            .set("state", AttributeValue.fromS(JobState.MAPPING.name()))
            .set("sha256", AttributeValue.fromS(sha256))
            .update());
    return find(jobId).orElseThrow();
  }

  @Override
  public Optional<Chunk> chunk(String jobId, int index) {
    Map<String, AttributeValue> item =
        dynamo
            .getItem(g -> g.tableName(table).key(ChunkItem.key(jobId, index)).consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(ChunkItem.read(item));
  }

  @Override
  public List<Chunk> chunks(String jobId, int from, int limit) {
    return dynamo
        .query(
            q ->
                q.tableName(table)
                    .consistentRead(true)
                    .limit(limit)
                    .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                    .expressionAttributeValues(
                        Map.of(
                            ":pk", AttributeValue.fromS(JobItem.pk(jobId)),
                            ":from", AttributeValue.fromS(ChunkItem.sk(from)),
                            ":to", AttributeValue.fromS(ChunkItem.sk(999_999)))))
        .items()
        .stream()
        .map(ChunkItem::read)
        .toList();
  }

  @Override
  public Job chunkMapped(String jobId, int index, Counters delta, Instant now) {
    Map<String, AttributeValue> counts = CountersItem.of(delta);
    transactions.write(
        List.of(
            new Change(table, ChunkItem.key(jobId, index))
                .when("state", state(ChunkState.PARSED))
                .set("state", state(ChunkState.MAPPED))
                .addAll(counts)
                .update(),
            job(jobId, now).add("chunksMapped", JobItem.number(1)).addAll(counts).update()));
    return find(jobId).orElseThrow();
  }

  private static AttributeValue state(ChunkState state) {
    return AttributeValue.fromS(state.name());
  }

  @Override
  public Optional<Chunk> claimChunk(Lease account, String jobId, int index, Instant now) {
    AttributeValue fence = JobItem.number(account.fence());
    int failed =
        fenced(
            account,
            new Change(table, JobItem.key(jobId))
                .when("state", AttributeValue.fromS(JobState.LOADING.name()))
                .check(),
            new Change(table, ChunkItem.key(jobId, index))
                .whenOpen(state(ChunkState.MAPPED), state(ChunkState.LOADING), fence)
                .set("state", state(ChunkState.LOADING))
                .set("fence", fence)
                .update());
    return failed >= 0 ? Optional.empty() : chunk(jobId, index);
  }

  @Override
  public Job chunkLoaded(Lease account, String jobId, int index, Counters delta, Instant now) {
    Map<String, AttributeValue> counts = CountersItem.of(delta);
    int failed =
        fenced(
            account,
            new Change(table, ChunkItem.key(jobId, index))
                .when("state", state(ChunkState.LOADING))
                .when("fence", JobItem.number(account.fence()))
                .set("state", state(ChunkState.LOADED))
                .addAll(counts)
                .update(),
            job(jobId, now).add("chunksLoaded", JobItem.number(1)).addAll(counts).update());
    boolean done = chunk(jobId, index).filter(c -> c.state() == ChunkState.LOADED).isPresent();
    if (failed >= 0 && !done) {
      throw LeaseItems.staleLease(account);
    }
    return find(jobId).orElseThrow();
  }

  @Override
  public Optional<Lease> acquire(String resource, String owner, Duration length, Instant now) {
    return leases.acquire(resource, owner, length, now);
  }

  @Override
  public Lease renew(Lease lease, Duration length, Instant now) {
    return leases.renew(lease, length, now);
  }

  @Override
  public void release(Lease lease, Instant now) {
    leases.release(lease, now);
  }
}
