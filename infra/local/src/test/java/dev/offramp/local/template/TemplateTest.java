package dev.offramp.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.local.LocalCloudException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "!Ref a parameter              | live                                          | live",
        "!Ref P                        | !Ref P                                        | one",
        "!Ref a queue gives its URL    | !Ref Q                                        | http://sqs/st-Q",
        "!Ref a table gives its name   | !Ref T                                        | things",
        "!Ref a pseudo parameter       | !Ref AWS::Region                              | eu-north-1",
        "!GetAtt dotted                | !GetAtt Q.Arn             | arn:aws:sqs:eu-north-1:000000000000:st-Q",
        "!GetAtt as a list             | !GetAtt [Q, QueueName]                        | st-Q",
        "Fn::GetAtt in full            | {'Fn::GetAtt': [T, Arn]}  | arn:aws:dynamodb:eu-north-1:000000000000:table/things",
        "!Sub                          | !Sub '${P}-${Q.QueueName}-${AWS::AccountId}'  | one-st-Q-000000000000",
        "!Sub with values of its own   | !Sub ['${A}/${P}', {A: !Ref T}]               | things/one",
        "!Sub with a literal           | !Sub '${!P}'                                  | ${P}",
        "!Join                         | !Join ['-', [a, !Ref P, b]]                   | a-one-b",
        "!Select and !Split            | !Select [1, !Split [',', 'a,b,c']]            | b",
        "!If that holds                | !If [IsOne, yes1, no1]                        | yes1",
        "!If that does not             | !If [IsTwo, yes1, no1]                        | no1",
        "!If within !Join              | !Join ['', [!If [Not, x, y], z]]              | yz",
        "!FindInMap                    | !FindInMap [Sizes, !Ref P, big]               | 9"
      })
  void functions_of_cloudformation(String name, String expression, String expected)
      throws IOException {
    FunctionDeclaration function = read(expression).functions(TemplateTest::url).get(0);
    assertThat(function.environment()).as(name).containsEntry("X", expected);
  }

  @Test
  void no_value_takes_the_property_away() throws IOException {
    assertThat(
            read("!If [IsTwo, a, !Ref AWS::NoValue]")
                .functions(TemplateTest::url)
                .get(0)
                .environment())
        .doesNotContainKey("X");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a name that is not there     | !Ref Nobody               | OFF-3101 | Nobody",
        "an attribute of nothing      | !GetAtt Nobody.Arn        | OFF-3101 | Nobody",
        "a wrong attribute            | !GetAtt Q.Color           | OFF-3101 | Q.Color",
        "a name in !Sub               | !Sub '${Nobody}'          | OFF-3101 | Nobody",
        "a condition that is not there| !If [Nobody, a, b]        | OFF-3101 | Nobody",
        "a mapping that is not there  | !FindInMap [Sizes, x, y]  | OFF-3101 | Sizes",
        "too few arguments            | !Join ['-']               | OFF-3103 | Fn::Join",
        "a function we do not have    | !ImportValue other        | OFF-3103 | Fn::ImportValue",
        "a list as a variable         | [1, 2]                    | OFF-3103 | X"
      })
  void what_is_wrong_is_said(String name, String expression, String code, String word)
      throws IOException {
    Template template = read(expression);
    assertThatThrownBy(() -> template.functions(TemplateTest::url))
        .as(name)
        .isInstanceOf(LocalCloudException.class)
        .hasMessageStartingWith(code + " ")
        .hasMessageContaining(word);
  }

  @Test
  void parameters_are_checked() throws IOException {
    assertThatThrownBy(() -> read("x", Map.of("P", "three")))
        .hasMessageStartingWith("OFF-3102 ")
        .hasMessageContaining("three");
    assertThatThrownBy(() -> read("x", Map.of("Unknown", "x")))
        .hasMessageStartingWith("OFF-3102 ")
        .hasMessageContaining("Unknown");
    assertThat(read("!Ref P", Map.of("P", "two")).functions(TemplateTest::url).get(0).environment())
        .containsEntry("X", "two");
  }

  @Test
  void a_parameter_without_a_value_is_said() throws IOException {
    Files.writeString(folder.resolve("t.yaml"), "Parameters:\n  Key: { Type: String }\n");
    assertThatThrownBy(() -> read(folder.resolve("t.yaml"), Map.of()))
        .hasMessageStartingWith("OFF-3102 ")
        .hasMessageContaining("Key");
  }

  @Test
  void what_is_no_template_is_said() throws IOException {
    assertThatThrownBy(() -> read(folder.resolve("none.yaml"), Map.of()))
        .hasMessageStartingWith("OFF-3100 ");
    Files.writeString(folder.resolve("bad.yaml"), "a: [1\nb: 2");
    assertThatThrownBy(() -> read(folder.resolve("bad.yaml"), Map.of()))
        .hasMessageStartingWith("OFF-3100 ");
    Files.writeString(folder.resolve("list.yaml"), "- 1\n");
    assertThatThrownBy(() -> read(folder.resolve("list.yaml"), Map.of()))
        .hasMessageStartingWith("OFF-3100 ");
  }

  @Test
  void resources_that_one_machine_does_without_are_named() throws IOException {
    assertThat(read("x").ignored()).containsExactly(Map.entry("Alarm", "AWS::CloudWatch::Alarm"));
  }

  @Test
  void a_resource_whose_condition_does_not_hold_is_not_there() throws IOException {
    assertThat(read("x").queues()).extracting(QueueDeclaration::logicalId).containsExactly("Q");
  }

  @Test
  void schedules_of_both_kinds_are_read() throws IOException {
    assertThat(read("x").functions(TemplateTest::url).get(0).scheduleEvents())
        .extracting(FunctionDeclaration.ScheduleEvent::period)
        .containsExactly(Duration.ofMinutes(5), Duration.ofHours(1));
  }

  @Test
  void the_globals_hold_where_a_function_says_nothing() throws IOException {
    FunctionDeclaration function = read("x").functions(TemplateTest::url).get(0);
    assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(function.memoryMb()).isEqualTo(512);
    assertThat(function.environment()).containsEntry("G", "global");
    assertThat(function.code()).isEqualTo(folder.resolve("functions/f/target/function.zip"));
  }

  @ParameterizedTest
  @CsvSource({
    "inbox/a.csv,  ObjectCreated:Put,  true",
    "inbox/a.txt,  ObjectCreated:Put,  false",
    "outbox/a.csv, ObjectCreated:Put,  false",
    "inbox/a.csv,  ObjectRemoved:Delete, false",
    "inbox/b.csv,  ObjectCreated:CompleteMultipartUpload, true"
  })
  void a_notification_wants_what_its_filter_says(String key, String kind, boolean wanted) {
    BucketNotification notification =
        new BucketNotification("n", List.of("s3:ObjectCreated:*"), "inbox/", ".csv", "arn");
    assertThat(notification.wants(kind, key)).isEqualTo(wanted);
  }

  private static String url(String name) {
    return "http://sqs/" + name;
  }

  private Template read(String expression) throws IOException {
    return read(expression, Map.of());
  }

  private Template read(String expression, Map<String, String> parameters) throws IOException {
    Path file = folder.resolve("template.yaml");
    Files.writeString(file, TEXT.replace("EXPRESSION", expression));
    return read(file, parameters);
  }

  private Template read(Path file, Map<String, String> parameters) {
    return Template.read(file, folder, "st", "eu-north-1", parameters);
  }

  private static final String TEXT =
      """
      Parameters:
        P: { Type: String, Default: one, AllowedValues: [one, two] }
      Mappings:
        Sizes: { one: { big: 9 } }
      Conditions:
        IsOne: !Equals [!Ref P, one]
        IsTwo: !Equals [!Ref P, two]
        Not: !Not [!Condition IsOne]
        Both: !And [!Condition IsOne, !Condition IsTwo]
      Globals:
        Function:
          Timeout: 7
          MemorySize: 512
          Handler: a.B
          Environment: { Variables: { G: global } }
      Resources:
        Q: { Type: AWS::SQS::Queue }
        Hidden: { Type: AWS::SQS::Queue, Condition: Both }
        T: { Type: AWS::DynamoDB::Table, Properties: { TableName: things } }
        Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { Name: !Ref Missing } }
        F:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: functions/f/target/function.zip
            Environment:
              Variables:
                X: EXPRESSION
            Events:
              A: { Type: Schedule, Properties: { Schedule: rate(5 minutes) } }
              B: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 hour) } }
      """;
}
