package dev.offramp.local.template;

/**
 * Amazon resource names as AWS forms them
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 *
 * @param partition such as {@code aws}
 * @param region such as {@code us-east-1}
 * @param account twelve digits
 */
public record Arns(String partition, String region, String account) {
  /** The account of everything that runs on one machine. */
  public static final String LOCAL_ACCOUNT = "000000000000";

  /** The name of a queue. */
  public String queue(String name) {
    return regional("sqs", name);
  }

  /** The name of a bucket. */
  public String bucket(String name) {
    return "arn:" + partition + ":s3:::" + name;
  }

  /** The name of a table. */
  public String table(String name) {
    return regional("dynamodb", "table/" + name);
  }

  /** The name of a function. */
  public String function(String name) {
    return regional("lambda", "function:" + name);
  }

  /** The name of a secret. */
  public String secret(String name) {
    return regional("secretsmanager", "secret:" + name);
  }

  /** The name of a rule of the scheduler. */
  public String rule(String name) {
    return regional("events", "rule/" + name);
  }

  private String regional(String service, String resource) {
    return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
  }
}
