package dev.offramp.aws;

import dev.offramp.load.Pause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Writes several items at once or none. Clashes with other writers are tried again; the SDK does
 * not do that for transactions.
 *
 * <p>Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
final class Transactions {
  private static final int MOST_TRIES = 25;
  private static final int LONGEST_PAUSE = 400;
  private static final String CONDITION = "ConditionalCheckFailed";

  private final DynamoDbClient dynamo;
  private final Pause pause;

  Transactions(DynamoDbClient dynamo, Pause pause) {
    this.dynamo = dynamo;
    this.pause = pause;
  }

  /**
   * Writes.
   *
   * @return the index of the first item whose condition did not hold, or -1 if all was written
   */
  int write(List<TransactWriteItem> items) {
    for (int attempt = 1; ; attempt++) {
      try {
        dynamo.transactWriteItems(request -> request.transactItems(items));
        return -1;
      } catch (TransactionCanceledException e) {
        int failed = failedCondition(e.cancellationReasons());
        if (failed >= 0) {
          return failed;
        }
        if (attempt == MOST_TRIES) {
          throw e;
        }
        long most = Math.min(LONGEST_PAUSE, 10L << Math.min(attempt, 6));
        pause.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, most)));
      }
    }
  }

  private static int failedCondition(List<CancellationReason> reasons) {
    for (int i = 0; i < reasons.size(); i++) {
      if (CONDITION.equals(reasons.get(i).code())) {
        return i;
      }
    }
    return -1;
  }
}
