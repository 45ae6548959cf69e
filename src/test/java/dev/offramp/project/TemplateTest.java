package dev.offramp.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.aws.ResourceNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the stack has to be like. Functions such as {@code !GetAtt X.Arn} are read as their text.
 */
class TemplateTest {
  private static final Pattern KEYS_OF_OBJECTS =
      Pattern.compile("\\$\\{Bucket\\.Arn}/(inbox|work|reports)/\\*");
  private static final String SECRETS_OF_THE_STACK =
      "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}"
          + ":secret:offramp/${AWS::StackName}/*";
  private static final String SECRETS_OF_KARTRA = SECRETS_OF_THE_STACK.replace("/*", "/kartra/*");
  private static final List<String> FUNCTIONS =
      List.of("Conductor", "Loader", "Mapper", "Parser", "Rollback");
  private static final int TWO_WEEKS = 14 * 24 * 60 * 60;

  private final JsonNode template = template();

  @Test
  void noRoleMayDoEverythingOrToEverything() {
    int[] statements = {0};
    forEach(
        "AWS::IAM::Role",
        (id, role) -> {
          assertThat(role.has("ManagedPolicyArns")).as(id).isFalse();
          for (JsonNode policy : role.path("Policies")) {
            for (JsonNode statement : policy.path("PolicyDocument").path("Statement")) {
              statements[0]++;
              assertThat(texts(statement.path("Action")))
                  .as(id)
                  .isNotEmpty()
                  .noneMatch(action -> action.contains("*"));
              assertThat(texts(statement.path("Resource")))
                  .as(id)
                  .isNotEmpty()
                  .allMatch(TemplateTest::isNarrow);
            }
          }
        });
    assertThat(statements[0]).isGreaterThan(FUNCTIONS.size());
  }

  private static boolean isNarrow(String resource) {
    return !resource.contains("*")
        || KEYS_OF_OBJECTS.matcher(resource).matches()
        || resource.equals(SECRETS_OF_THE_STACK)
        || resource.equals(SECRETS_OF_KARTRA);
  }

  @Test
  void onlyWhoLoadsOrUndoesMayReadKeysAndWhoReadsKartraThoseToKartraAlone() {
    Map<String, String> readers = new TreeMap<>();
    forEach(
        "AWS::IAM::Role",
        (id, role) -> {
          for (JsonNode statement :
              role.path("Policies").path(0).path("PolicyDocument").path("Statement")) {
            if (statement.path("Action").toString().contains("secretsmanager:")) {
              readers.put(id, String.join(" ", texts(statement.path("Resource"))));
            }
          }
        });
    assertThat(readers)
        .containsExactly(
            Map.entry("LoaderRole", SECRETS_OF_THE_STACK),
            Map.entry("MapperRole", SECRETS_OF_KARTRA),
            Map.entry("ParserRole", SECRETS_OF_KARTRA),
            Map.entry("RollbackRole", SECRETS_OF_THE_STACK));
  }

  @Test
  void invariant9_noRoleMayWriteOrDeleteUploads() {
    forEach(
        "AWS::IAM::Role",
        (id, role) -> {
          assertThat(role.toString()).as(id).doesNotContain("s3:Delete");
          for (JsonNode statement :
              role.path("Policies").path(0).path("PolicyDocument").path("Statement")) {
            if (texts(statement.path("Action")).contains("s3:PutObject")) {
              assertThat(texts(statement.path("Resource")))
                  .as(id)
                  .noneMatch(resource -> resource.contains("/inbox/"));
            }
          }
        });
  }

  @Test
  void everyFunctionHasARoleOfItsOwnAndAnswersMessageByMessage() {
    List<String> seen = new ArrayList<>();
    forEach(
        "AWS::Serverless::Function",
        (id, function) -> {
          seen.add(id);
          assertThat(function.path("Role").asText()).isEqualTo(id + "Role.Arn");
          JsonNode bells = function.path("Events").path("Bells").path("Properties");
          assertThat(texts(bells.path("FunctionResponseTypes")))
              .as(id)
              .containsExactly("ReportBatchItemFailures");
          assertThat(number(bells.path("ScalingConfig").path("MaximumConcurrency")))
              .as(id)
              .isGreaterThanOrEqualTo(2);
          JsonNode queue = resource(bells.path("Queue").asText().replace(".Arn", ""));
          assertThat(queue.path("VisibilityTimeout").asInt())
              .as(id)
              .isGreaterThanOrEqualTo(6 * function.path("Timeout").asInt());
        });
    assertThat(seen).containsExactlyInAnyOrderElementsOf(FUNCTIONS);
  }

  @Test
  void everyQueueIsEncryptedKeepsAsLongAsItCanAndHasDeadLettersWithAnAlarm() {
    forEach(
        "AWS::SQS::Queue",
        (id, queue) -> {
          assertThat(queue.path("SqsManagedSseEnabled").asBoolean()).as(id).isTrue();
          assertThat(queue.path("MessageRetentionPeriod").asInt()).as(id).isEqualTo(TWO_WEEKS);
          if (id.endsWith("DeadLetters")) {
            assertThat(resource(id + "Alarm").path("Dimensions").path(0).path("Value").asText())
                .isEqualTo(id + ".QueueName");
          } else {
            JsonNode redrive = queue.path("RedrivePolicy");
            assertThat(redrive.path("deadLetterTargetArn").asText())
                .isEqualTo(id.replace("Queue", "DeadLetters.Arn"));
            assertThat(redrive.path("maxReceiveCount").asInt()).isGreaterThanOrEqualTo(5);
          }
        });
  }

  @Test
  void everyTableIsEncryptedKeptAndRecoverable() {
    List<String> names = new ArrayList<>();
    forEach(
        "AWS::DynamoDB::Table",
        (id, table) -> {
          names.add(table.path("TableName").asText());
          assertThat(table.path("SSESpecification").path("SSEEnabled").asBoolean()).isTrue();
          assertThat(
                  table
                      .path("PointInTimeRecoverySpecification")
                      .path("PointInTimeRecoveryEnabled")
                      .asBoolean())
              .isTrue();
          assertThat(template.path("Resources").path(id).path("DeletionPolicy").asText())
              .isEqualTo("Retain");
        });
    assertThat(names)
        .containsExactlyInAnyOrder(
            "${AWS::StackName}-jobs",
            "${AWS::StackName}-ledger",
            "${AWS::StackName}-crosswalk",
            "${AWS::StackName}-links",
            "${AWS::StackName}-budgets");
  }

  @Test
  void theEnvironmentHoldsWhatTheFunctionsNeed() {
    Map<String, String> environment = new HashMap<>();
    template
        .path("Globals")
        .path("Function")
        .path("Environment")
        .path("Variables")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));

    assertThat(ResourceNames.of(environment).jobs()).isEqualTo("JobsTable");
  }

  @Test
  void aCallCanEndWithinALease() {
    assertThat(parameter("CallTimeoutSeconds").path("MaxValue").asInt())
        .isLessThan(parameter("LeaseSeconds").path("MinValue").asInt());
  }

  private void forEach(String type, BiConsumer<String, JsonNode> check) {
    TreeMap<String, JsonNode> found = new TreeMap<>();
    template
        .path("Resources")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().path("Type").asText().equals(type)) {
                found.put(entry.getKey(), entry.getValue().path("Properties"));
              }
            });
    assertThat(found).as(type).isNotEmpty();
    found.forEach(check);
  }

  private JsonNode resource(String id) {
    return template.path("Resources").path(id).path("Properties");
  }

  private JsonNode parameter(String name) {
    return template.path("Parameters").path(name);
  }

  /** A number, or the default of the parameter that it refers to. */
  private int number(JsonNode value) {
    return value.isNumber() ? value.asInt() : parameter(value.asText()).path("Default").asInt();
  }

  private static List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(entry -> texts.add(entry.asText()));
    } else {
      texts.add(value.asText());
    }
    return texts;
  }

  private static JsonNode template() {
    try {
      return new YAMLMapper().readTree(Repository.texts().get("template.yaml"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
