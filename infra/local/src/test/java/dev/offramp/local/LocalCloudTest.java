package dev.offramp.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.local.InvocationResult.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** One cloud from the sample template, used by every test of this class. */
class LocalCloudTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static SampleProject project;
  private static LocalCloud cloud;
  private static AwsClients aws;

  @BeforeAll
  static void start() throws Exception {
    project = SampleProject.create(folder);
    cloud = new LocalCloud(project.options().build()).start();
    aws = new AwsClients(cloud.endpoints(), "us-east-1");
    // Warm, so that on a busy machine no message comes again while a process is still starting.
    assertThat(cloud.invoke("Worker", "{}").succeeded()).isTrue();
  }

  @AfterAll
  static void stop() {
    aws.close();
    cloud.close();
  }

  @Test
  void a_function_finds_its_variables_and_the_services() throws Exception {
    InvocationResult result = cloud.invoke("Echo", "{\"x\":\"do-environment\"}");
    assertThat(result.error()).isEmpty();
    JsonNode answer = JSON.readTree(result.payload());
    assertThat(answer.path("stage").asText()).isEqualTo("sample-test");
    assertThat(answer.path("name").asText()).isEqualTo("sample-Echo");
    assertThat(answer.path("s3").asText()).isEqualTo(cloud.endpoints().s3().toString());
    assertThat(answer.path("queue").asText()).isEqualTo(url("RowsQueue"));
  }

  @Test
  void an_environment_is_used_again() throws Exception {
    String first = cloud.invoke("Echo", "{\"x\":\"do-environment\"}").payload();
    String second = cloud.invoke("Echo", "{\"x\":\"do-environment\"}").payload();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void what_a_function_throws_fails_the_call_with_its_words() throws Exception {
    InvocationResult.Failure failure = failure(cloud.invoke("Echo", "{\"x\":\"do-throw\"}"));
    assertThat(failure.kind()).isEqualTo(FailureKind.FUNCTION_ERROR);
    assertThat(failure.type()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(failure.message()).isEqualTo("thrown on purpose");
  }

  @Test
  void a_process_that_ends_fails_the_call_and_the_next_call_gets_a_new_one() throws Exception {
    assertThat(failure(cloud.invoke("Echo", "{\"x\":\"do-exit\"}")).kind())
        .isEqualTo(FailureKind.EXITED);
    assertThat(cloud.invoke("Echo", "{}").succeeded()).isTrue();
  }

  @Test
  void a_function_that_hangs_is_killed_at_its_time_out() throws Exception {
    InvocationResult.Failure failure = failure(cloud.invoke("Echo", "{\"x\":\"do-hang\"}"));
    assertThat(failure.kind()).isEqualTo(FailureKind.TIMED_OUT);
    assertThat(failure.message()).isEqualTo("Task timed out after 3.00 seconds");
    assertThat(cloud.invoke("Echo", "{}").succeeded()).isTrue();
  }

  @Test
  void an_answer_that_is_no_json_fails_the_call() throws Exception {
    assertThat(failure(cloud.invoke("Echo", "{\"x\":\"do-garbage\"}")).kind())
        .isEqualTo(FailureKind.INVALID_ANSWER);
  }

  @Test
  void a_process_killed_in_the_middle_of_a_call_fails_it() throws Exception {
    CompletableFuture<InvocationResult> call =
        CompletableFuture.supplyAsync(() -> uninterrupted("Watcher", "{\"x\":\"do-hang\"}"));
    Await.until("the call is under way", () -> project.events("Watcher").size() > 0);
    Optional<FunctionProcess> killed = cloud.kill("Watcher");
    assertThat(killed).map(FunctionProcess::state).contains(FunctionProcess.State.BUSY);
    assertThat(failure(call.join()).kind()).isEqualTo(FailureKind.EXITED);
  }

  @Test
  void an_upload_reaches_the_function_through_the_queue_with_its_key_encoded() throws Exception {
    String bucket = cloud.names().get("Uploads");
    assertThat(bucket).isEqualTo("sample-uploads-000000000000");
    aws.s3()
        .putObject(
            request -> request.bucket(bucket).key("inbox/acme inc/påsk.csv"),
            RequestBody.fromString("a,b\n1,2\n"));
    aws.s3()
        .putObject(
            request -> request.bucket(bucket).key("inbox/acme/notes.txt"),
            RequestBody.fromString("not to be told"));
    Await.until("the event is seen", () -> seen("Worker", "inbox/acme+inc/p%C3%A5sk.csv") == 1);
    assertThat(seen("Worker", "notes.txt")).isZero();
    JsonNode record = record("Worker", "inbox/acme+inc");
    assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
    JsonNode event = JSON.readTree(record.path("body").asText()).path("Records").path(0);
    assertThat(event.path("eventName").asText()).isEqualTo("ObjectCreated:Put");
    JsonNode object = event.path("s3").path("object");
    assertThat(object.path("size").asInt()).isEqualTo(8);
    assertThat(object.path("eTag").asText()).isEqualTo("e5ebd4c02cefbe7955977c67ada242b7");
    assertThat(object.path("sequencer").asText()).hasSize(16);
    assertThat(object.has("versionId")).isFalse();
    Await.until("the queue is empty", () -> waiting("UploadsQueue") == 0);
  }

  @Test
  void objects_that_are_copied_or_come_in_parts_are_told_too() throws Exception {
    String bucket = cloud.names().get("Uploads");
    aws.s3()
        .putObject(
            request -> request.bucket(bucket).key("elsewhere/original.csv"),
            RequestBody.fromString("x"));
    aws.s3()
        .copyObject(
            request ->
                request
                    .sourceBucket(bucket)
                    .sourceKey("elsewhere/original.csv")
                    .destinationBucket(bucket)
                    .destinationKey("inbox/acme/copied.csv"));
    String upload =
        aws.s3()
            .createMultipartUpload(request -> request.bucket(bucket).key("inbox/acme/parts.csv"))
            .uploadId();
    CompletedPart part =
        CompletedPart.builder()
            .partNumber(1)
            .eTag(
                aws.s3()
                    .uploadPart(
                        request ->
                            request
                                .bucket(bucket)
                                .key("inbox/acme/parts.csv")
                                .uploadId(upload)
                                .partNumber(1),
                        RequestBody.fromString("12345"))
                    .eTag())
            .build();
    aws.s3()
        .completeMultipartUpload(
            request ->
                request
                    .bucket(bucket)
                    .key("inbox/acme/parts.csv")
                    .uploadId(upload)
                    .multipartUpload(parts -> parts.parts(part)));
    Await.until("the copy", () -> seen("Worker", "ObjectCreated:Copy") == 1);
    Await.until("the parts", () -> seen("Worker", "ObjectCreated:CompleteMultipartUpload") == 1);
    JsonNode object =
        JSON.readTree(record("Worker", "parts.csv").path("body").asText())
            .path("Records")
            .path(0)
            .path("s3")
            .path("object");
    assertThat(object.path("size").asInt()).isEqualTo(5);
    assertThat(object.path("eTag").asText()).endsWith("-1");
    assertThat(seen("Worker", "original.csv")).isZero();
  }

  @Test
  void calls_at_the_same_time_get_environments_up_to_the_limit() throws Exception {
    List<CompletableFuture<InvocationResult>> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> uninterrupted("Clockwork", "{\"x\":\"do-environment do-linger\"}"),
              work -> new Thread(work).start()));
    }
    Set<Integer> processes = new HashSet<>();
    for (CompletableFuture<InvocationResult> call : calls) {
      processes.add(JSON.readTree(call.join().payload()).path("pid").asInt());
    }
    assertThat(processes).hasSize(2);
    assertThat(cloud.processes()).filteredOn(p -> p.function().equals("Clockwork")).hasSize(2);
  }

  @Test
  void only_what_a_partial_answer_names_stays_and_goes_to_the_dead_letters() throws Exception {
    send("UploadsQueue", "fine-1");
    send("UploadsQueue", "fail-1");
    send("UploadsQueue", "fine-2");
    awaitDeadLetter("fail-1");
    assertThat(seen("Worker", "fail-1")).isEqualTo(2);
    assertThat(seen("Worker", "fine-1")).isEqualTo(1);
    assertThat(seen("Worker", "fine-2")).isEqualTo(1);
  }

  @Test
  void a_partial_answer_that_names_a_stranger_fails_the_whole_batch() throws Exception {
    send("UploadsQueue", "do-nonsense");
    awaitDeadLetter("do-nonsense");
    assertThat(seen("Worker", "do-nonsense")).isEqualTo(2);
  }

  @Test
  void messages_are_gathered_for_the_length_of_the_window() throws Exception {
    for (int i = 0; i < 15; i++) {
      send("RowsQueue", "row-" + i);
    }
    Await.until("all rows are seen", () -> rows() == 15);
    assertThat(project.events("Rows").size()).isLessThan(15);
    Await.until("the queue is empty", () -> waiting("RowsQueue") == 0);
  }

  @Test
  void an_object_event_of_a_function_calls_it_directly_and_again_after_a_failure()
      throws Exception {
    aws.s3()
        .putObject(
            request -> request.bucket(cloud.names().get("Uploads")).key("watched/do-throw"),
            RequestBody.fromString("x"));
    Await.until("two retries", () -> seen("Watcher", "watched/do-throw") == 3);
  }

  @Test
  void tables_and_secrets_are_there() {
    assertThat(
            aws.dynamodb()
                .describeTable(request -> request.tableName("sample-Jobs"))
                .table()
                .globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> assertThat(index.indexName()).isEqualTo("by-due"));
    assertThat(aws.secrets().getSecretValue(r -> r.secretId("sample/token")).secretString())
        .isEqualTo("first");
    assertThatThrownBy(() -> aws.secrets().getSecretValue(r -> r.secretId("sample/none")))
        .isInstanceOf(
            software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException.class);
  }

  @Test
  void output_goes_to_the_functions_log() throws Exception {
    assertThat(cloud.invoke("Echo", "{}").succeeded()).isTrue();
    Await.until(
        "the line",
        () -> Files.readString(cloud.logsDir().resolve("Echo.log")).contains("| seen 2 bytes"));
  }

  @Test
  void a_function_that_is_not_there_is_an_error() {
    assertThatThrownBy(() -> cloud.invoke("Nobody", "{}"))
        .isInstanceOf(LocalCloudException.class)
        .hasMessageStartingWith("OFF-3110 ");
  }

  private static InvocationResult uninterrupted(String function, String payload) {
    try {
      return cloud.invoke(function, payload);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InvocationResult.Failure failure(InvocationResult result) {
    assertThat(result.error()).isPresent();
    return result.error().orElseThrow();
  }

  private static String url(String queue) {
    return aws.sqs().getQueueUrl(r -> r.queueName(cloud.names().get(queue))).queueUrl();
  }

  private static void send(String queue, String body) {
    aws.sqs().sendMessage(request -> request.queueUrl(url(queue)).messageBody(body));
  }

  /**
   * Looks at the dead letters only when the other queue is empty: ElasticMQ hands a message over
   * together with the list of its receipts, which both queues then write. Who receives a dead
   * letter while it is handed over leaves it in the count of the first queue for ever.
   */
  private static void awaitDeadLetter(String body) throws Exception {
    Await.until("the queue is empty", () -> waiting("UploadsQueue") == 0);
    Await.until("a dead letter", () -> received("DeadLetters").contains(body));
  }

  private static String received(String queue) {
    StringBuilder bodies = new StringBuilder();
    aws.sqs()
        .receiveMessage(r -> r.queueUrl(url(queue)).maxNumberOfMessages(10).visibilityTimeout(0))
        .messages()
        .forEach(message -> bodies.append(message.body()).append('\n'));
    return bodies.toString();
  }

  private static int waiting(String queue) {
    Function<QueueAttributeName, Integer> count =
        name ->
            Integer.parseInt(
                aws.sqs()
                    .getQueueAttributes(r -> r.queueUrl(url(queue)).attributeNames(name))
                    .attributes()
                    .get(name));
    return count.apply(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
        + count.apply(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private static long seen(String function, String text) throws Exception {
    return project.events(function).stream().filter(event -> event.contains(text)).count();
  }

  private static JsonNode record(String function, String text) throws Exception {
    for (String event : project.events(function)) {
      for (JsonNode record : JSON.readTree(event).path("Records")) {
        if (record.path("body").asText().contains(text)) {
          return record;
        }
      }
    }
    throw new AssertionError("not seen: " + text);
  }

  private static int rows() throws Exception {
    int count = 0;
    for (String event : project.events("Rows")) {
      count += JSON.readTree(event).path("Records").size();
    }
    return count;
  }
}
