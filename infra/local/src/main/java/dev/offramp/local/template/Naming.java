package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The physical names of the template's resources, and what refers to them. */
final class Naming implements Intrinsics.References {
  private static final Map<String, String> NAME_PROPERTY =
      Map.of(
          "AWS::S3::Bucket", "BucketName",
          "AWS::SQS::Queue", "QueueName",
          "AWS::DynamoDB::Table", "TableName",
          "AWS::SecretsManager::Secret", "Name",
          "AWS::Serverless::Function", "FunctionName");

  private final Map<String, Object> resources;
  private final Map<String, String> values;
  private final String stackName;
  private final Arns arns;
  private final UnaryOperator<String> queueUrl;
  private final Intrinsics intrinsics;

  /**
   * @param resources the template's resources
   * @param values parameters and pseudo parameters
   * @param queueUrl gives a queue's URL for its name
   */
  Naming(
      Map<String, Object> resources,
      Map<String, String> values,
      String stackName,
      Arns arns,
      UnaryOperator<String> queueUrl,
      Map<String, Object> conditions,
      Map<String, Object> mappings) {
    this.resources = resources;
    this.values = values;
    this.stackName = stackName;
    this.arns = arns;
    this.queueUrl = queueUrl;
    this.intrinsics = new Intrinsics(this, conditions, mappings);
  }

  Intrinsics intrinsics() {
    return intrinsics;
  }

  Arns arns() {
    return arns;
  }

  String type(String logicalId) {
    return Trees.text(resource(logicalId).get("Type"), logicalId + ".Type");
  }

  /** The name at the service: the given one, else the stack's name and the logical id. */
  String physicalName(String logicalId) {
    String type = type(logicalId);
    Map<String, Object> properties =
        Trees.map(resource(logicalId).get("Properties"), logicalId + ".Properties");
    Object given =
        NAME_PROPERTY.containsKey(type)
            ? intrinsics.resolve(properties.get(NAME_PROPERTY.get(type)))
            : null;
    String made = stackName + "-" + logicalId;
    if (type.equals("AWS::S3::Bucket")) {
      made = made.toLowerCase(Locale.ROOT);
    }
    if (type.equals("AWS::SQS::Queue")
        && Boolean.parseBoolean(String.valueOf(properties.get("FifoQueue")))) {
      made += ".fifo";
    }
    return Trees.text(given, made, logicalId + "." + NAME_PROPERTY.get(type));
  }

  @Override
  public Object ref(String name) {
    if (values.containsKey(name)) {
      return values.get(name);
    }
    String physical = physicalName(name);
    return switch (type(name)) {
      case "AWS::SQS::Queue" -> queueUrl.apply(physical);
      case "AWS::SecretsManager::Secret" -> arns.secret(physical);
      default -> physical;
    };
  }

  @Override
  public Object attribute(String name, String attribute) {
    String physical = physicalName(name);
    String type = type(name);
    String arn =
        switch (type) {
          case "AWS::S3::Bucket" -> arns.bucket(physical);
          case "AWS::SQS::Queue" -> arns.queue(physical);
          case "AWS::DynamoDB::Table" -> arns.table(physical);
          case "AWS::SecretsManager::Secret" -> arns.secret(physical);
          case "AWS::Serverless::Function" -> arns.function(physical);
          // Things that one machine does without (roles, keys, alarms): a name that is plainly one.
          default -> "arn:" + arns.partition() + ":local:::" + physical;
        };
    return switch (attribute) {
      case "Arn", "Id" -> arn;
      case "QueueName" -> physical;
      case "QueueUrl" -> queueUrl.apply(physical);
      default -> {
        if (NAME_PROPERTY.containsKey(type)) {
          throw new LocalCloudException(
              Problem.REFERENCE_UNKNOWN,
              "!GetAtt " + name + "." + attribute + ": there is no such attribute here.");
        }
        yield physical + "." + attribute;
      }
    };
  }

  private Map<String, Object> resource(String logicalId) {
    if (!resources.containsKey(logicalId)) {
      throw new LocalCloudException(
          Problem.REFERENCE_UNKNOWN,
          "The template refers to "
              + logicalId
              + ", which is neither a resource nor a parameter of it.");
    }
    return Trees.map(resources.get(logicalId), logicalId);
  }
}
