package dev.offramp.local;

import dev.offramp.local.template.TableDeclaration;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

/** Creates tables as declared. */
final class TableCreator {
  private final DynamoDbClient dynamodb;

  TableCreator(DynamoDbClient dynamodb) {
    this.dynamodb = dynamodb;
  }

  void create(TableDeclaration table) {
    try {
      dynamodb.createTable(request(table));
    } catch (ResourceInUseException e) {
      // Kept from an earlier run; what it says of expiry it says already.
      return;
    }
    dynamodb.waiter().waitUntilTableExists(request -> request.tableName(table.name()));
    table
        .expiryAttribute()
        .ifPresent(
            attribute ->
                dynamodb.updateTimeToLive(
                    request ->
                        request
                            .tableName(table.name())
                            .timeToLiveSpecification(
                                spec -> spec.enabled(true).attributeName(attribute))));
  }

  private static CreateTableRequest request(TableDeclaration table) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(table.name())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(keys(table.keys()))
            .attributeDefinitions(
                table.attributes().entrySet().stream()
                    .map(
                        attribute ->
                            AttributeDefinition.builder()
                                .attributeName(attribute.getKey())
                                .attributeType(attribute.getValue())
                                .build())
                    .toList());
    List<GlobalSecondaryIndex> global =
        table.indexes().stream()
            .filter(index -> !index.local())
            .map(
                index ->
                    GlobalSecondaryIndex.builder()
                        .indexName(index.name())
                        .keySchema(keys(index.keys()))
                        .projection(projection(index))
                        .build())
            .toList();
    List<LocalSecondaryIndex> local =
        table.indexes().stream()
            .filter(TableDeclaration.Index::local)
            .map(
                index ->
                    LocalSecondaryIndex.builder()
                        .indexName(index.name())
                        .keySchema(keys(index.keys()))
                        .projection(projection(index))
                        .build())
            .toList();
    if (!global.isEmpty()) {
      request.globalSecondaryIndexes(global);
    }
    if (!local.isEmpty()) {
      request.localSecondaryIndexes(local);
    }
    return request.build();
  }

  private static Projection projection(TableDeclaration.Index index) {
    Projection.Builder projection = Projection.builder().projectionType(index.projection());
    return (index.included().isEmpty() ? projection : projection.nonKeyAttributes(index.included()))
        .build();
  }

  private static List<KeySchemaElement> keys(List<TableDeclaration.Key> keys) {
    return keys.stream()
        .map(
            key ->
                KeySchemaElement.builder()
                    .attributeName(key.attribute())
                    .keyType(key.type())
                    .build())
        .toList();
  }
}
