package dev.offramp.aws;

import dev.offramp.throttle.BudgetState;
import dev.offramp.throttle.BudgetStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Budgets in a DynamoDB table: one item each under the partition key {@code pk} (a string), put as
 * a whole on the condition that its version {@code ver} is the one that was seen.
 */
public final class DynamoBudgetStore implements BudgetStore {
  private final DynamoDbClient dynamo;
  private final String table;

  /** Takes the client and the table's name. */
  public DynamoBudgetStore(DynamoDbClient dynamo, String table) {
    this.dynamo = Objects.requireNonNull(dynamo, "dynamo");
    this.table = Objects.requireNonNull(table, "table");
  }

  @Override
  public Stored read(String key) {
    return BudgetItem.stored(
        dynamo
            .getItem(
                get ->
                    get.tableName(table)
                        .key(Map.of(BudgetItem.KEY, AttributeValue.fromS(key)))
                        .consistentRead(true))
            .item());
  }

  @Override
  public Attempt replace(String key, long version, BudgetState next) {
    PutItemRequest.Builder put =
        PutItemRequest.builder()
            .tableName(table)
            .item(BudgetItem.of(key, version + 1, next))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (version == 0) {
      put.conditionExpression("attribute_not_exists(#pk)")
          .expressionAttributeNames(Map.of("#pk", BudgetItem.KEY));
    } else {
      put.conditionExpression("#ver = :ver")
          .expressionAttributeNames(Map.of("#ver", BudgetItem.VERSION))
          .expressionAttributeValues(Map.of(":ver", AttributeValue.fromN(Long.toString(version))));
    }
    try {
      dynamo.putItem(put.build());
      return new Attempt(true, new Stored(version + 1, next));
    } catch (ConditionalCheckFailedException e) {
      Map<String, AttributeValue> current = e.hasItem() ? new HashMap<>(e.item()) : new HashMap<>();
      return new Attempt(false, current.isEmpty() ? read(key) : BudgetItem.stored(current));
    }
  }
}
