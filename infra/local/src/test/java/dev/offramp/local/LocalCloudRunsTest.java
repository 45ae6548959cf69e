package dev.offramp.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.local.InvocationResult.FailureKind;
import dev.offramp.local.emulator.DynamoDbEmulator;
import dev.offramp.local.emulator.SqsEmulator;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How a cloud starts and stops, and what its options do; each test has its own. */
class LocalCloudRunsTest {
  private static final System.Logger LOG = System.getLogger(LocalCloudRunsTest.class.getName());

  @TempDir Path folder;
  private SampleProject project;
  private Path temporary;

  @BeforeEach
  void create() throws Exception {
    project = SampleProject.create(folder.resolve("project"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void the_portable_client_does_as_the_native_one_does() throws Exception {
    LocalCloudOptions options = options().execution(ExecutionKind.PORTABLE).build();
    try (LocalCloud cloud = new LocalCloud(options).start()) {
      InvocationResult result = cloud.invoke("Echo", "{\"x\":\"do-environment\"}");
      assertThat(result.payload()).contains("\"name\":\"sample-Echo\"");
      InvocationResult.Failure thrown =
          cloud.invoke("Echo", "{\"x\":\"do-throw\"}").error().orElseThrow();
      assertThat(thrown.kind()).isEqualTo(FailureKind.FUNCTION_ERROR);
      assertThat(thrown.message()).isEqualTo("thrown on purpose");
      assertThat(cloud.invoke("Echo", "{\"x\":\"do-exit\"}").error().orElseThrow().kind())
          .isEqualTo(FailureKind.EXITED);
      assertThat(cloud.invoke("Echo", "{\"x\":\"do-hang\"}").error().orElseThrow().kind())
          .isEqualTo(FailureKind.TIMED_OUT);
      assertThat(cloud.invoke("Echo", "{}").succeeded()).isTrue();
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void messages_and_events_come_twice_and_schedules_soon_if_asked() throws Exception {
    LocalCloudOptions options =
        options()
            .duplicateMessages(true)
            .duplicateS3Events(true)
            .s3TestEvents(true)
            // Warm, so that on a busy machine nothing comes more often than twice.
            .prewarm(true)
            .scheduleOverride(Duration.ofMillis(500))
            .build();
    try (LocalCloud cloud = new LocalCloud(options).start();
        AwsClients aws = new AwsClients(cloud.endpoints(), "us-east-1")) {
      aws.s3()
          .putObject(
              r -> r.bucket(cloud.names().get("Uploads")).key("inbox/m/once.csv"),
              RequestBody.fromString("x"));
      // A queue may deliver more often still, on a busy machine; once each would be the fault.
      Await.until("two events, each delivered twice", () -> occurrences("Worker", "once.csv") >= 4);
      Await.until("the test event", () -> occurrences("Worker", "s3:TestEvent") == 2);
      Await.until("the schedule", () -> project.events("Clockwork").size() >= 2);
      assertThat(project.events("Clockwork").get(0)).contains("\"Scheduled Event\"");
    }
  }

  @Test
  void a_function_that_cannot_be_set_up_says_why() throws Exception {
    for (ExecutionKind kind : List.of(ExecutionKind.AUTOMATIC, ExecutionKind.PORTABLE)) {
      LocalCloudOptions options =
          options().execution(kind).functionEnvironment("BROKEN", "yes").build();
      try (LocalCloud cloud = new LocalCloud(options).start()) {
        InvocationResult.Failure failure = cloud.invoke("Echo", "{}").error().orElseThrow();
        assertThat(failure.kind()).as(kind.name()).isEqualTo(FailureKind.INIT);
        assertThat(failure.message()).contains("broken on purpose");
      }
    }
  }

  @Test
  void what_is_kept_is_there_again_and_only_one_run_at_a_time_has_it() throws Exception {
    LocalCloudOptions options = options().stateDir(folder.resolve("state")).build();
    Map<String, AttributeValue> item =
        Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("b"));
    try (LocalCloud cloud = new LocalCloud(options).start();
        AwsClients aws = new AwsClients(cloud.endpoints(), "us-east-1")) {
      aws.s3()
          .putObject(
              r -> r.bucket(cloud.names().get("Uploads")).key("kept/x"),
              RequestBody.fromString("kept"));
      aws.dynamodb().putItem(r -> r.tableName("sample-Jobs").item(item));
      aws.secrets().putSecretValue(r -> r.secretId("sample/token").secretString("second"));
      LocalCloud second = new LocalCloud(options);
      assertThatThrownBy(second::start).hasMessageStartingWith("OFF-3106 ");
      assertThat(left()).hasSize(1);
    }
    try (LocalCloud cloud = new LocalCloud(options).start();
        AwsClients aws = new AwsClients(cloud.endpoints(), "us-east-1")) {
      String bucket = cloud.names().get("Uploads");
      assertThat(aws.s3().getObjectAsBytes(r -> r.bucket(bucket).key("kept/x")).asUtf8String())
          .isEqualTo("kept");
      assertThat(aws.dynamodb().getItem(r -> r.tableName("sample-Jobs").key(item)).item())
          .isEqualTo(item);
      assertThat(aws.secrets().getSecretValue(r -> r.secretId("sample/token")).secretString())
          .isEqualTo("second");
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void a_port_that_is_taken_is_said_and_nothing_is_left() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LocalCloud cloud =
          new LocalCloud(options().ports(new Ports(0, taken.getLocalPort(), 0, 0)).build());
      assertThatThrownBy(cloud::start)
          .hasMessageStartingWith("OFF-3105 ")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void ports_that_are_asked_for_are_had() throws Exception {
    int port = unusedPort();
    try (LocalCloud cloud =
        new LocalCloud(options().ports(new Ports(port, 0, 0, 0)).build()).start()) {
      assertThat(cloud.endpoints().s3()).hasPort(port).hasHost("127.0.0.1");
    }
  }

  /** Below the ports that systems give out by themselves, so that nobody gets it meanwhile. */
  private static int unusedPort() throws IOException {
    Random random = new Random();
    for (int tried = 0; tried < 100; tried++) {
      int port = 20_000 + random.nextInt(10_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        LOG.log(Level.DEBUG, "port {0} is taken, the next one", port);
      }
    }
    throw new AssertionError("a hundred ports are taken");
  }

  @Test
  void services_of_another_account_are_said_and_nothing_is_left() throws Exception {
    try (SqsEmulator other = SqsEmulator.start(0, "us-east-1", "123456789012")) {
      LocalCloud cloud = new LocalCloud(options().awsEndpointUrl(other.uri()).build());
      assertThatThrownBy(cloud::start)
          .hasMessageStartingWith("OFF-3109 ")
          .hasMessageContaining("another account than 000000000000");
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void a_missing_artifact_is_said_and_nothing_is_left() throws Exception {
    Files.delete(project.folder().resolve("function.zip"));
    LocalCloud cloud = new LocalCloud(options().build());
    assertThatThrownBy(cloud::start).hasMessageStartingWith("OFF-3104 ");
    assertThat(left()).isEmpty();
  }

  @Test
  void an_artifact_that_is_no_zip_is_said_and_nothing_is_left() throws Exception {
    Files.writeString(project.folder().resolve("function.zip"), "no zip at all");
    LocalCloud cloud = new LocalCloud(options().build());
    assertThatThrownBy(cloud::start).hasMessageStartingWith("OFF-3104 ");
    assertThat(left()).isEmpty();
  }

  @Test
  void a_target_that_is_not_there_is_said_and_nothing_is_left() throws Exception {
    Path template = project.folder().resolve("template.yaml");
    String target = "Queue: !GetAtt UploadsQueue.Arn\n            Filter";
    String text = Files.readString(template);
    assertThat(text).contains(target);
    Files.writeString(template, text.replace(target, "Queue: arn:aws:sqs:x\n            Filter"));
    LocalCloud cloud = new LocalCloud(options().build());
    assertThatThrownBy(cloud::start).hasMessageStartingWith("OFF-3101 ");
    assertThat(left()).isEmpty();
  }

  @Test
  void a_folder_that_cannot_be_made_is_said() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    LocalCloud cloud = new LocalCloud(options().stateDir(file.resolve("state")).build());
    assertThatThrownBy(cloud::start).hasMessageStartingWith("OFF-3107 ");
  }

  @Test
  void another_dynamodb_takes_the_place_of_ours() throws Exception {
    try (DynamoDbEmulator other = DynamoDbEmulator.start(0, Optional.empty());
        LocalCloud cloud = new LocalCloud(options().dynamodbUrl(other.uri()).build()).start();
        AwsClients aws = new AwsClients(cloud.endpoints(), "us-east-1")) {
      assertThat(cloud.endpoints().dynamodb()).isEqualTo(other.uri());
      assertThat(aws.dynamodb().listTables().tableNames()).containsExactly("sample-Jobs");
    }
  }

  @Test
  void class_archives_are_made_once_and_used() throws Exception {
    Path cache = folder.resolve("cache");
    LocalCloudOptions options = options().cacheDir(cache).build();
    try (LocalCloud cloud = new LocalCloud(options).start()) {
      cloud.prepareArchives();
      assertThat(cloud.invoke("Echo", "{}").succeeded()).isTrue();
      assertThat(archives(cache)).hasSize(1);
      long pid = cloud.processes().get(0).pid();
      assertThat(Files.readString(Path.of("/proc/" + pid + "/maps")))
          .contains(archives(cache).get(0).toString());
    }
    assertThat(archives(cache)).hasSize(1);
  }

  @Test
  void classes_that_were_loaded_at_work_are_kept_and_used() throws Exception {
    Path cache = folder.resolve("cache");
    LocalCloudOptions options = options().cacheDir(cache).learnClasses(true).build();
    try (LocalCloud cloud = new LocalCloud(options).start()) {
      assertThat(cloud.invoke("Echo", "{}").succeeded()).isTrue();
      assertThat(archives(cache)).isEmpty();
      cloud.keepClasses();
      assertThat(archives(cache)).hasSize(1);
      assertThat(cloud.processes()).isEmpty();
      assertThat(cloud.invoke("Echo", "{}").succeeded()).isTrue();
      long pid = cloud.processes().get(0).pid();
      assertThat(Files.readString(Path.of("/proc/" + pid + "/maps")))
          .contains(archives(cache).get(0).toString());
    }
  }

  private LocalCloudOptions.Builder options() {
    return project.options().temporaryDir(temporary);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.toList();
    }
  }

  private static List<Path> archives(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private int occurrences(String function, String text) throws IOException {
    return project.events(function).stream()
        .mapToInt(event -> event.split(text, -1).length - 1)
        .sum();
  }
}
