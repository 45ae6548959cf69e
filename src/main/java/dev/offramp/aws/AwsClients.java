package dev.offramp.aws;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The clients of the services. Region, keys and endpoints are found as the AWS SDK finds them, so
 * {@code AWS_ENDPOINT_URL_S3} and its like are heard; one endpoint for all may be given instead.
 *
 * @param s3 objects
 * @param sqs queues
 * @param dynamo tables
 * @param secrets keys
 */
public record AwsClients(
    S3Client s3, SqsClient sqs, DynamoDbClient dynamo, SecretsManagerClient secrets)
    implements AutoCloseable {

  /** Makes the clients; an endpoint for all of them, or what the environment says. */
  public static AwsClients create(Optional<URI> endpoint) {
    SdkHttpClient http = UrlConnectionHttpClient.create();
    return new AwsClients(
        // Emulators have no name for each bucket: the bucket stands in the path.
        at(S3Client.builder().httpClient(http).forcePathStyle(true), endpoint).build(),
        at(SqsClient.builder().httpClient(http), endpoint).build(),
        at(DynamoDbClient.builder().httpClient(http), endpoint).build(),
        at(SecretsManagerClient.builder().httpClient(http), endpoint).build());
  }

  /**
   * Makes clients for emulators on this machine, which take any key.
   *
   * @param endpoints the address of each service: {@code s3}, {@code sqs}, {@code dynamodb}, {@code
   *     secretsmanager}
   */
  public static AwsClients local(Map<String, URI> endpoints, String region) {
    SdkHttpClient http = UrlConnectionHttpClient.create();
    return new AwsClients(
        local(S3Client.builder().httpClient(http).forcePathStyle(true), endpoints.get("s3"), region)
            .build(),
        local(SqsClient.builder().httpClient(http), endpoints.get("sqs"), region).build(),
        local(DynamoDbClient.builder().httpClient(http), endpoints.get("dynamodb"), region).build(),
        local(
                SecretsManagerClient.builder().httpClient(http),
                endpoints.get("secretsmanager"),
                region)
            .build());
  }

  private static <B extends AwsClientBuilder<B, ?>> B local(B builder, URI at, String region) {
    return builder
        .endpointOverride(at)
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(B builder, Optional<URI> endpoint) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
    dynamo.close();
    secrets.close();
  }
}
