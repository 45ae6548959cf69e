package dev.offramp.bench;

import dev.offramp.aws.AwsClients;
import dev.offramp.aws.Composition;
import dev.offramp.aws.CompositionSettings;
import dev.offramp.aws.ResourceNames;
import dev.offramp.job.Queue;
import dev.offramp.local.emulator.DynamoDbEmulator;
import dev.offramp.local.emulator.S3Emulator;
import dev.offramp.local.emulator.SecretsEmulator;
import dev.offramp.local.emulator.SqsEmulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The services in this process, with what the template would make, and the real parts wired to them
 * through clients that count.
 */
public final class MeteredCloud implements AutoCloseable {
  private static final String STACK = "bench";
  private static final String BUCKET = STACK + "-bucket";
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration QUIET = Duration.ofMinutes(2);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration RETENTION = Duration.ofDays(90);

  private final CapacityMeter capacity = new CapacityMeter();
  private final MessageMeter queues = new MessageMeter();
  private final RequestMeter objects = new RequestMeter();
  private final S3Emulator s3;
  private final SqsEmulator sqs;
  private final DynamoDbEmulator dynamo;
  private final SecretsEmulator secrets;
  private final AwsClients clients;
  private final Composition parts;

  /**
   * Starts everything.
   *
   * @param folder for the objects
   * @param chunkRows rows that travel together
   */
  public MeteredCloud(Path folder, int chunkRows) {
    s3 = S3Emulator.start(0, folder, created -> {});
    sqs = SqsEmulator.start(0, Region.US_EAST_1.id(), "000000000000");
    dynamo = DynamoDbEmulator.start(0, Optional.empty());
    secrets = SecretsEmulator.start(0, Region.US_EAST_1.id(), Optional.empty(), Map.of());
    SdkHttpClient http = UrlConnectionHttpClient.create();
    clients =
        new AwsClients(
            at(S3Client.builder().httpClient(http).forcePathStyle(true), s3.uri(), objects).build(),
            at(SqsClient.builder().httpClient(http), sqs.uri(), queues).build(),
            at(DynamoDbClient.builder().httpClient(http), dynamo.uri(), capacity).build(),
            at(SecretsManagerClient.builder().httpClient(http), secrets.uri(), new RequestMeter())
                .build());
    parts =
        new Composition(
            clients,
            resources(),
            new CompositionSettings(chunkRows, LEASE, QUIET, CALL_TIMEOUT, RETENTION));
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(
      B builder, URI endpoint, ExecutionInterceptor meter) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .overrideConfiguration(c -> c.addExecutionInterceptor(meter));
  }

  private ResourceNames resources() {
    clients.s3().createBucket(b -> b.bucket(BUCKET));
    Map<Queue, String> urls = new EnumMap<>(Queue.class);
    for (Queue queue : Queue.values()) {
      String name = STACK + "-" + queue.name().toLowerCase(Locale.ROOT);
      urls.put(queue, clients.sqs().createQueue(q -> q.queueName(name)).queueUrl());
    }
    Stream.of("jobs", "ledger", "crosswalk", "links")
        .forEach(table -> table(table, List.of("pk", "sk")));
    table("budgets", List.of("pk"));
    return new ResourceNames(
        STACK, BUCKET, urls, "jobs", "ledger", "crosswalk", "links", "budgets");
  }

  private void table(String name, List<String> keys) {
    KeyType[] types = {KeyType.HASH, KeyType.RANGE};
    clients
        .dynamo()
        .createTable(
            t ->
                t.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        keys.stream()
                            .map(
                                key ->
                                    KeySchemaElement.builder()
                                        .attributeName(key)
                                        .keyType(types[keys.indexOf(key)])
                                        .build())
                            .toList())
                    .attributeDefinitions(
                        keys.stream()
                            .map(
                                key ->
                                    AttributeDefinition.builder()
                                        .attributeName(key)
                                        .attributeType(ScalarAttributeType.S)
                                        .build())
                            .toList()));
  }

  /** The parts of Offramp. */
  public Composition parts() {
    return parts;
  }

  /** What DynamoDB charged. */
  public CapacityMeter capacity() {
    return capacity;
  }

  /** Requests to SQS, Lambda's with them. */
  public MessageMeter queues() {
    return queues;
  }

  /** Requests to S3. */
  public RequestMeter objects() {
    return objects;
  }

  /** Puts a text into the bucket. */
  public void put(String key, String text) {
    clients.s3().putObject(p -> p.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  /** Puts the key to the account of a migration where the loader looks for it. */
  public void secret(String account, String json) {
    clients.secrets().createSecret(c -> c.name(parts.names().secret(account)).secretString(json));
  }

  @Override
  public void close() {
    parts.close();
    secrets.close();
    dynamo.close();
    sqs.close();
    s3.close();
  }
}
