package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What an AWS SAM template declares, with its parameters and functions carried out
 * (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html).
 */
public final class Template {
  private static final Set<String> KNOWN =
      Set.of(
          "AWS::S3::Bucket",
          "AWS::SQS::Queue",
          "AWS::DynamoDB::Table",
          "AWS::SecretsManager::Secret",
          "AWS::Serverless::Function");

  private final Map<String, Object> document;
  private final Map<String, Object> resources;
  private final Map<String, String> values;
  private final String stackName;
  private final Arns arns;
  private final Path codeRoot;

  private Template(
      Map<String, Object> document,
      Map<String, String> values,
      String stackName,
      Arns arns,
      Path codeRoot) {
    this.document = document;
    this.resources = Trees.map(document.get("Resources"), "Resources");
    this.values = values;
    this.stackName = stackName;
    this.arns = arns;
    this.codeRoot = codeRoot;
  }

  /**
   * Reads a template.
   *
   * @param file the template
   * @param codeRoot the folder against which {@code CodeUri} is resolved
   * @param stackName {@code AWS::StackName}
   * @param region {@code AWS::Region}
   * @param parameters values for its parameters
   * @throws LocalCloudException OFF-3100 if it cannot be read, OFF-3102 if a parameter lacks a
   *     value
   */
  public static Template read(
      Path file, Path codeRoot, String stackName, String region, Map<String, String> parameters) {
    Map<String, Object> document = CloudFormationYaml.read(file);
    Arns arns = new Arns("aws", region, Arns.LOCAL_ACCOUNT);
    Map<String, String> values =
        new LinkedHashMap<>(
            Parameters.values(Trees.map(document.get("Parameters"), "Parameters"), parameters));
    values.put("AWS::StackName", stackName);
    values.put("AWS::StackId", "arn:aws:cloudformation:" + region + ":local:stack/" + stackName);
    values.put("AWS::AccountId", arns.account());
    values.put("AWS::Region", region);
    values.put("AWS::Partition", arns.partition());
    values.put("AWS::URLSuffix", "amazonaws.com");
    return new Template(document, values, stackName, arns, codeRoot);
  }

  /** How names are formed here. */
  public Arns arns() {
    return arns;
  }

  /** The logical id and type of each resource that one machine does without. */
  public Map<String, String> ignored() {
    Naming naming = naming(UnaryOperator.identity());
    Map<String, String> ignored = new TreeMap<>();
    for (String id : resources.keySet()) {
      if (!KNOWN.contains(naming.type(id))) {
        ignored.put(id, naming.type(id));
      }
    }
    return ignored;
  }

  /** The names at their services, by logical id, of everything that is run here. */
  public Map<String, String> names() {
    Naming naming = naming(UnaryOperator.identity());
    Map<String, String> names = new LinkedHashMap<>();
    KNOWN.stream()
        .sorted()
        .flatMap(type -> ids(naming, type))
        .forEach(id -> names.put(id, naming.physicalName(id)));
    return names;
  }

  /** The queues. */
  public List<QueueDeclaration> queues() {
    Naming naming = naming(UnaryOperator.identity());
    return ids(naming, "AWS::SQS::Queue")
        .map(id -> QueueReader.read(id, naming.physicalName(id), properties(naming, id)))
        .toList();
  }

  /** The buckets, with what their notifications and the functions' events ask for. */
  public List<BucketDeclaration> buckets() {
    Naming naming = naming(UnaryOperator.identity());
    List<FunctionReader.BucketEvent> events =
        ids(naming, "AWS::Serverless::Function")
            .flatMap(id -> functionReader(naming, id).bucketEvents().stream())
            .toList();
    return ids(naming, "AWS::S3::Bucket")
        .map(id -> BucketReader.read(id, naming.physicalName(id), properties(naming, id), events))
        .toList();
  }

  /** The tables. */
  public List<TableDeclaration> tables() {
    Naming naming = naming(UnaryOperator.identity());
    return ids(naming, "AWS::DynamoDB::Table")
        .map(id -> TableReader.read(id, naming.physicalName(id), properties(naming, id)))
        .toList();
  }

  /** The secrets. */
  public List<SecretDeclaration> secrets() {
    Naming naming = naming(UnaryOperator.identity());
    return ids(naming, "AWS::SecretsManager::Secret").map(id -> secret(naming, id)).toList();
  }

  /**
   * The functions.
   *
   * @param queueUrl gives a queue's URL for its name: known once the queues exist
   */
  public List<FunctionDeclaration> functions(UnaryOperator<String> queueUrl) {
    Naming naming = naming(queueUrl);
    return ids(naming, "AWS::Serverless::Function")
        .map(id -> functionReader(naming, id).read())
        .toList();
  }

  private FunctionReader functionReader(Naming naming, String id) {
    Map<String, Object> globals =
        Trees.map(naming.intrinsics().resolve(document.get("Globals")), "Globals");
    return new FunctionReader(
        id,
        naming,
        Trees.map(globals.get("Function"), "Globals.Function"),
        properties(naming, id),
        codeRoot);
  }

  private SecretDeclaration secret(Naming naming, String id) {
    Object value = properties(naming, id).get("SecretString");
    return new SecretDeclaration(
        id,
        naming.physicalName(id),
        Optional.ofNullable(value).map(v -> Trees.text(v, id + ".SecretString")));
  }

  private Naming naming(UnaryOperator<String> queueUrl) {
    return new Naming(
        resources,
        values,
        stackName,
        arns,
        queueUrl,
        Trees.map(document.get("Conditions"), "Conditions"),
        Trees.map(document.get("Mappings"), "Mappings"));
  }

  private Stream<String> ids(Naming naming, String type) {
    return resources.keySet().stream()
        .filter(id -> naming.type(id).equals(type))
        .filter(id -> exists(naming, id));
  }

  private boolean exists(Naming naming, String id) {
    Object condition = Trees.map(resources.get(id), id).get("Condition");
    return condition == null || naming.intrinsics().holds(condition.toString());
  }

  private Map<String, Object> properties(Naming naming, String id) {
    Object declared = Trees.map(resources.get(id), id).get("Properties");
    try {
      return Trees.map(naming.intrinsics().resolve(declared), id + ".Properties");
    } catch (LocalCloudException e) {
      if (e.problem() == Problem.REFERENCE_UNKNOWN) {
        throw new LocalCloudException(
            e.problem(), "In " + id + ": " + e.getMessage().replaceFirst("^OFF-\\d+ ", ""), e);
      }
      throw e;
    }
  }
}
