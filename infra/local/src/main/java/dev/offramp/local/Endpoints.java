package dev.offramp.local;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the services are.
 *
 * @param s3 S3
 * @param sqs SQS
 * @param dynamodb DynamoDB
 * @param secretsManager Secrets Manager
 */
public record Endpoints(URI s3, URI sqs, URI dynamodb, URI secretsManager) {
  /**
   * The variables from which every AWS SDK reads the addresses of services
   * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
   */
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ENDPOINT_URL_S3", s3.toString());
    variables.put("AWS_ENDPOINT_URL_SQS", sqs.toString());
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.toString());
    variables.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secretsManager.toString());
    return variables;
  }
}
