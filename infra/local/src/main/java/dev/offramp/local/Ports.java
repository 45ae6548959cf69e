package dev.offramp.local;

/**
 * The ports on 127.0.0.1 at which the services listen; 0 lets the system choose.
 *
 * @param s3 S3
 * @param sqs SQS
 * @param dynamodb DynamoDB
 * @param secretsManager Secrets Manager
 */
public record Ports(int s3, int sqs, int dynamodb, int secretsManager) {
  /** All four chosen by the system. */
  public static Ports dynamic() {
    return new Ports(0, 0, 0, 0);
  }
}
