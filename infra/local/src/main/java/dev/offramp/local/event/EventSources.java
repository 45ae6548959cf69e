package dev.offramp.local.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.local.LocalCloudException;
import dev.offramp.local.LocalCloudOptions;
import dev.offramp.local.Problem;
import dev.offramp.local.emulator.ObjectCreated;
import dev.offramp.local.template.Arns;
import dev.offramp.local.template.BucketDeclaration;
import dev.offramp.local.template.BucketNotification;
import dev.offramp.local.template.FunctionDeclaration;
import dev.offramp.local.template.FunctionDeclaration.QueueEvent;
import dev.offramp.local.template.FunctionDeclaration.ScheduleEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Everything that calls functions: queues, objects, schedules. */
public final class EventSources implements AutoCloseable {
  private final LocalCloudOptions options;
  private final Arns arns;
  private final SqsClient sqs;
  private final FunctionCaller caller;
  private final Map<String, String> queueUrls;
  private final Map<String, String> functionsByArn = new LinkedHashMap<>();
  private final List<FunctionDeclaration> functions;
  private final List<BucketDeclaration> buckets;
  private final InstantSource clock = InstantSource.system();
  private final S3EventJson s3Json;
  private final AsyncCalls async;
  private final List<QueueSource> queues = new ArrayList<>();
  private final List<ScheduledFuture<?>> schedules = new ArrayList<>();

  /**
   * @param queueUrls the queues' URLs by ARN
   */
  public EventSources(
      LocalCloudOptions options,
      Arns arns,
      SqsClient sqs,
      FunctionCaller caller,
      List<FunctionDeclaration> functions,
      List<BucketDeclaration> buckets,
      Map<String, String> queueUrls) {
    this.options = options;
    this.arns = arns;
    this.sqs = sqs;
    this.caller = caller;
    this.queueUrls = queueUrls;
    this.functions = functions;
    this.buckets = buckets;
    this.s3Json = new S3EventJson(options.region(), clock);
    this.async = new AsyncCalls(caller, options.asyncRetryPauses());
    functions.forEach(f -> functionsByArn.put(arns.function(f.name()), f.logicalId()));
  }

  /**
   * Begins to call.
   *
   * @throws LocalCloudException OFF-3101 if a source or a target is not in the template
   */
  public void start() {
    buckets.stream()
        .flatMap(bucket -> bucket.notifications().stream())
        .map(BucketNotification::target)
        .filter(target -> !functionsByArn.containsKey(target))
        .forEach(this::url);
    for (FunctionDeclaration function : functions) {
      function.queueEvents().stream()
          .filter(QueueEvent::enabled)
          .forEach(event -> queues.add(queueSource(function, event)));
      function.scheduleEvents().stream()
          .filter(ScheduleEvent::enabled)
          .forEach(event -> schedules.add(schedule(function, event)));
    }
    queues.forEach(QueueSource::start);
    if (options.s3TestEvents()) {
      buckets.forEach(this::sendTestEvents);
    }
  }

  private void sendTestEvents(BucketDeclaration bucket) {
    bucket.notifications().stream()
        .map(BucketNotification::target)
        .filter(target -> !functionsByArn.containsKey(target))
        .forEach(
            target ->
                sqs.sendMessage(
                    request ->
                        request.queueUrl(url(target)).messageBody(s3Json.test(bucket.name()))));
  }

  /** Tells whom the template says to tell of an object. */
  public void objectCreated(ObjectCreated object) {
    for (BucketDeclaration bucket : buckets) {
      if (bucket.name().equals(object.bucket())) {
        bucket.notifications().stream()
            .filter(notification -> notification.wants(object.kind(), object.key()))
            .forEach(notification -> tell(object, notification));
      }
    }
  }

  private void tell(ObjectCreated object, BucketNotification notification) {
    String event = s3Json.of(object, notification);
    int times = options.duplicateS3Events() ? 2 : 1;
    for (int i = 0; i < times; i++) {
      String function = functionsByArn.get(notification.target());
      if (function != null) {
        async.submit(function, event);
      } else {
        String url = url(notification.target());
        sqs.sendMessage(request -> request.queueUrl(url).messageBody(event));
      }
    }
  }

  private QueueSource queueSource(FunctionDeclaration function, QueueEvent event) {
    int most = options.maxEnvironments();
    return new QueueSource(
        function.logicalId(),
        event,
        url(event.queueArn()),
        options.region(),
        event.maximumConcurrency() == 0 ? most : Math.min(most, event.maximumConcurrency()),
        sqs,
        caller,
        new Repeats(
            options.duplicateMessages(),
            options.duplicateS3Events() && options.awsEndpointUrl().isPresent()));
  }

  private ScheduledFuture<?> schedule(FunctionDeclaration function, ScheduleEvent event) {
    Duration period = options.scheduleOverride().orElse(event.period());
    return async.every(
        period, () -> async.submit(function.logicalId(), scheduled(function, event)));
  }

  /** The scheduler's own event, unless the template gives one. */
  private String scheduled(FunctionDeclaration function, ScheduleEvent event) {
    if (!event.input().isEmpty()) {
      return event.input();
    }
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("version", "0");
    json.put("id", UUID.randomUUID().toString());
    json.put("detail-type", "Scheduled Event");
    json.put("source", "aws.events");
    json.put("account", arns.account());
    json.put(
        "time", Instant.ofEpochMilli(clock.millis()).truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("region", options.region());
    json.putArray("resources").add(arns.rule(function.name() + "-" + event.id()));
    json.putObject("detail");
    return json.toString();
  }

  private String url(String queueArn) {
    String url = queueUrls.get(queueArn);
    if (url == null) {
      throw new LocalCloudException(
          Problem.REFERENCE_UNKNOWN,
          "The template names the target "
              + queueArn
              + ", which is neither a queue nor a function of it.");
    }
    return url;
  }

  @Override
  public void close() {
    schedules.forEach(schedule -> schedule.cancel(true));
    queues.forEach(QueueSource::close);
    async.close();
  }
}
