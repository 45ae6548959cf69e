package dev.offramp.local;

import java.net.URI;
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

/** Clients of the four services at their local addresses, with credentials that open nothing. */
final class AwsClients implements AutoCloseable {
  static final String ACCESS_KEY = "local";
  static final String SECRET_KEY = "local-only";

  private final SdkHttpClient http = UrlConnectionHttpClient.builder().build();
  private final S3Client s3;
  private final SqsClient sqs;
  private final DynamoDbClient dynamodb;
  private final SecretsManagerClient secrets;

  AwsClients(Endpoints endpoints, String region) {
    Region at = Region.of(region);
    s3 =
        configure(S3Client.builder(), endpoints.s3(), at)
            .httpClient(http)
            .forcePathStyle(true)
            .build();
    sqs = configure(SqsClient.builder(), endpoints.sqs(), at).httpClient(http).build();
    dynamodb =
        configure(DynamoDbClient.builder(), endpoints.dynamodb(), at).httpClient(http).build();
    secrets =
        configure(SecretsManagerClient.builder(), endpoints.secretsManager(), at)
            .httpClient(http)
            .build();
  }

  S3Client s3() {
    return s3;
  }

  SqsClient sqs() {
    return sqs;
  }

  DynamoDbClient dynamodb() {
    return dynamodb;
  }

  SecretsManagerClient secrets() {
    return secrets;
  }

  private static <B extends AwsClientBuilder<B, C>, C> B configure(
      B builder, URI endpoint, Region region) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)));
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
    dynamodb.close();
    secrets.close();
    http.close();
  }
}
