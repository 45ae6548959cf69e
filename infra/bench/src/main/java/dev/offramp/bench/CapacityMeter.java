package dev.offramp.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Adds up what DynamoDB says that each call consumed ({@code ConsumedCapacity}, {@code TOTAL}). A
 * write whose condition fails is charged too but says nothing: it counts as one unit, which is
 * right for items of up to 1 KB
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html); one
 * item of a cancelled transaction as two. DynamoDB Local says nothing of what a batch looked for in
 * vain, which is charged like an item of up to 4 KB
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
 */
public final class CapacityMeter implements ExecutionInterceptor {
  private final DoubleAdder writes = new DoubleAdder();
  private final DoubleAdder reads = new DoubleAdder();
  private final LongAdder refused = new LongAdder();
  private final Map<String, DoubleAdder> tables = new ConcurrentHashMap<>();

  /**
   * What was consumed until a moment.
   *
   * @param writes write units, those of refused writes with them
   * @param reads read units
   * @param refused how many writes were refused
   */
  public record Reading(double writes, double reads, long refused) {
    /** Both together. */
    public Reading plus(Reading other) {
      return new Reading(writes + other.writes, reads + other.reads, refused + other.refused);
    }
  }

  /** What was consumed so far. */
  public Reading reading() {
    return new Reading(writes.sum(), reads.sum(), refused.sum());
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
    SdkRequest request = context.request();
    if (request instanceof PutItemRequest put) {
      return put.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof UpdateItemRequest update) {
      return update.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof DeleteItemRequest delete) {
      return delete.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof BatchWriteItemRequest batch) {
      return batch.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof TransactWriteItemsRequest transaction) {
      return transaction.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof GetItemRequest get) {
      return get.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof BatchGetItemRequest batch) {
      return batch.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof QueryRequest query) {
      return query.toBuilder().returnConsumedCapacity(total).build();
    } else if (request instanceof ScanRequest scan) {
      return scan.toBuilder().returnConsumedCapacity(total).build();
    }
    return request;
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    SdkResponse response = context.response();
    if (response instanceof PutItemResponse put) {
      add(writes, List.of(put.consumedCapacity()));
    } else if (response instanceof UpdateItemResponse update) {
      add(writes, List.of(update.consumedCapacity()));
    } else if (response instanceof DeleteItemResponse delete) {
      add(writes, List.of(delete.consumedCapacity()));
    } else if (response instanceof BatchWriteItemResponse batch) {
      add(writes, batch.consumedCapacity());
    } else if (response instanceof TransactWriteItemsResponse transaction) {
      add(writes, transaction.consumedCapacity());
    } else if (response instanceof GetItemResponse get) {
      add(reads, List.of(get.consumedCapacity()));
    } else if (response instanceof BatchGetItemResponse batch
        && context.request() instanceof BatchGetItemRequest asked) {
      add(reads, batch.consumedCapacity());
      reads.add(inVain(asked, batch));
    } else if (response instanceof ScanResponse scan) {
      add(reads, List.of(scan.consumedCapacity()));
    } else if (response instanceof QueryResponse query) {
      add(reads, List.of(query.consumedCapacity()));
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable error = context.exception();
    if (error instanceof ConditionalCheckFailedException) {
      refused.increment();
      writes.add(1);
    } else if (error instanceof TransactionCanceledException cancelled) {
      refused.increment();
      writes.add(2.0 * cancelled.cancellationReasons().size());
    }
  }

  private void add(DoubleAdder sum, List<ConsumedCapacity> consumed) {
    for (ConsumedCapacity each : consumed) {
      sum.add(each.capacityUnits());
      if (sum == writes) {
        tables
            .computeIfAbsent(each.tableName(), name -> new DoubleAdder())
            .add(each.capacityUnits());
      }
    }
  }

  /** What keys cost under which there is nothing; all of our batches are read consistently. */
  private static double inVain(BatchGetItemRequest asked, BatchGetItemResponse batch) {
    return keys(asked.requestItems())
        - keys(batch.unprocessedKeys())
        - batch.responses().values().stream().mapToInt(List::size).sum();
  }

  private static int keys(Map<String, KeysAndAttributes> tables) {
    return tables.values().stream().mapToInt(table -> table.keys().size()).sum();
  }

  /** Write units of granted writes so far, by table. */
  public Map<String, Double> writesByTable() {
    Map<String, Double> sums = new TreeMap<>();
    tables.forEach((name, sum) -> sums.put(name, sum.sum()));
    return sums;
  }
}
