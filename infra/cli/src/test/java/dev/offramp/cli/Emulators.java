package dev.offramp.cli;

import dev.offramp.aws.AwsClients;
import dev.offramp.aws.Composition;
import dev.offramp.aws.CompositionSettings;
import dev.offramp.aws.ResourceNames;
import dev.offramp.job.Queue;
import dev.offramp.local.emulator.DynamoDbEmulator;
import dev.offramp.local.emulator.S3Emulator;
import dev.offramp.local.emulator.SecretsEmulator;
import dev.offramp.local.emulator.SqsEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The services in process, with what the template would make, and the parts wired to them. */
final class Emulators implements AutoCloseable {
  private static final String REGION = "us-east-1";

  private final S3Emulator s3;
  private final SqsEmulator sqs;
  private final DynamoDbEmulator dynamo;
  private final SecretsEmulator secrets;
  private final AwsClients clients;
  final Composition composition;

  Emulators(Path folder, int chunkRows) {
    s3 = S3Emulator.start(0, folder, created -> {});
    sqs = SqsEmulator.start(0, REGION, "000000000000");
    dynamo = DynamoDbEmulator.start(0, Optional.empty());
    secrets = SecretsEmulator.start(0, REGION, Optional.empty(), Map.of());
    clients =
        AwsClients.local(
            Map.of(
                "s3", s3.uri(),
                "sqs", sqs.uri(),
                "dynamodb", dynamo.uri(),
                "secretsmanager", secrets.uri()),
            REGION);
    composition =
        new Composition(
            clients,
            resources(),
            new CompositionSettings(
                chunkRows,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(5),
                Duration.ofDays(90)));
  }

  private ResourceNames resources() {
    clients.s3().createBucket(b -> b.bucket("t-bucket"));
    Map<Queue, String> queues = new EnumMap<>(Queue.class);
    for (Queue queue : Queue.values()) {
      String name = "t-" + queue.name().toLowerCase(Locale.ROOT);
      queues.put(queue, clients.sqs().createQueue(q -> q.queueName(name)).queueUrl());
    }
    for (String table : new String[] {"t-jobs", "t-ledger", "t-crosswalk", "t-links"}) {
      table(table, true);
    }
    table("t-budgets", false);
    return new ResourceNames(
        "t", "t-bucket", queues, "t-jobs", "t-ledger", "t-crosswalk", "t-links", "t-budgets");
  }

  private void table(String name, boolean sorted) {
    KeySchemaElement pk =
        KeySchemaElement.builder().attributeName("pk").keyType(KeyType.HASH).build();
    KeySchemaElement sk =
        KeySchemaElement.builder().attributeName("sk").keyType(KeyType.RANGE).build();
    AttributeDefinition pkType = text("pk");
    AttributeDefinition skType = text("sk");
    clients
        .dynamo()
        .createTable(
            t ->
                t.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        sorted ? new KeySchemaElement[] {pk, sk} : new KeySchemaElement[] {pk})
                    .attributeDefinitions(
                        sorted
                            ? new AttributeDefinition[] {pkType, skType}
                            : new AttributeDefinition[] {pkType}));
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  @Override
  public void close() {
    composition.close();
    secrets.close();
    dynamo.close();
    sqs.close();
    s3.close();
  }
}
