package dev.offramp.functions.conductor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events as AWS sends them, through the artifact's own reading and writing of JSON. */
@QuarkusTest
class ConductorHandlerTest {
  /** As https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html shows it. */
  private static final String EVENT =
      """
      {"Records": [%s]}
      """;

  private static final String MESSAGE =
      """
      {
        "messageId": "id-%s",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": "{\\"bell\\":\\"%s\\"}",
        "attributes": {
          "ApproximateReceiveCount": "1",
          "SentTimestamp": "1545082649183",
          "SenderId": "AIDAIENQZJOLO23YVJ4VO",
          "ApproximateFirstReceiveTimestamp": "1545082649185"
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:control",
        "awsRegion": "us-east-2"
      }
      """;

  @Inject Rung rung;

  @BeforeEach
  void forget() {
    rung.subjects.clear();
  }

  @Test
  void messagesThatFailedAreNamedAndTheOthersAreNot() {
    String event =
        EVENT.formatted("%s,%s,%s".formatted(message("first"), message("bad"), message("last")));

    send(event).body("batchItemFailures.itemIdentifier", contains("id-bad"));

    assertThat(rung.subjects).containsExactly("first", "last");
  }

  @Test
  void whatIsNotABellFails() {
    String event =
        EVENT.formatted("{\"messageId\": \"id-x\", \"body\": \"{\\\"Records\\\": []}\"}");

    send(event).body("batchItemFailures.itemIdentifier", contains("id-x"));

    assertThat(rung.subjects).isEmpty();
  }

  @Test
  void theInputOfTheSchedulesEventRingsForEveryJob() throws IOException {
    String template =
        Files.readString(Path.of(System.getProperty("offramp.root"), "template.yaml"));
    Matcher input = Pattern.compile("Input: '(.*)'").matcher(template);
    assertThat(input.find()).isTrue();

    send(input.group(1)).body("batchItemFailures", empty());

    assertThat(rung.subjects).containsExactly("*");
  }

  private static String message(String subject) {
    return MESSAGE.formatted(subject, subject);
  }

  private static ValidatableResponse send(String event) {
    return given().contentType("application/json").body(event).post().then().statusCode(200);
  }
}
