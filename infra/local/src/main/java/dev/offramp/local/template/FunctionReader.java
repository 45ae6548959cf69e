package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an {@code AWS::Serverless::Function}, with what {@code Globals} says of all functions. */
final class FunctionReader {
  private final String id;
  private final Naming naming;
  private final Map<String, Object> globals;
  private final Map<String, Object> own;
  private final Path codeRoot;

  FunctionReader(
      String id,
      Naming naming,
      Map<String, Object> globals,
      Map<String, Object> own,
      Path codeRoot) {
    this.id = id;
    this.naming = naming;
    this.globals = globals;
    this.own = own;
    this.codeRoot = codeRoot;
  }

  /** An S3 event of a function: a notification of the bucket. */
  record BucketEvent(String bucket, BucketNotification notification) {}

  FunctionDeclaration read() {
    int timeout = Trees.number(property("Timeout"), 3, id + ".Timeout");
    if (timeout < 1 || timeout > 900) {
      throw new LocalCloudException(
          Problem.PROPERTY, id + ".Timeout has to be from 1 to 900 seconds; it is " + timeout);
    }
    return new FunctionDeclaration(
        id,
        naming.physicalName(id),
        Trees.text(property("Handler"), id + ".Handler"),
        codeRoot.resolve(Trees.text(property("CodeUri"), id + ".CodeUri")).normalize(),
        Duration.ofSeconds(timeout),
        Trees.number(property("MemorySize"), 128, id + ".MemorySize"),
        environment(),
        queueEvents(),
        scheduleEvents());
  }

  List<BucketEvent> bucketEvents() {
    List<BucketEvent> found = new ArrayList<>();
    events("S3")
        .forEach(
            (name, event) -> {
              List<String> filter = BucketReader.filter(event.get("Filter"), where(name));
              Object kinds = event.get("Events");
              found.add(
                  new BucketEvent(
                      Trees.text(event.get("Bucket"), where(name) + ".Bucket"),
                      new BucketNotification(
                          name,
                          kinds instanceof List<?> list
                              ? list.stream().map(String::valueOf).toList()
                              : List.of(Trees.text(kinds, where(name) + ".Events")),
                          filter.get(0),
                          filter.get(1),
                          naming.arns().function(naming.physicalName(id)))));
            });
    return found;
  }

  private Object property(String name) {
    return own.containsKey(name) ? own.get(name) : globals.get(name);
  }

  private Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map<String, Object> from : List.of(globals, own)) {
      Map<String, Object> environment = Trees.map(from.get("Environment"), id + ".Environment");
      Trees.map(environment.get("Variables"), id + ".Variables")
          .forEach((name, value) -> variables.put(name, Trees.text(value, id + "." + name)));
    }
    return variables;
  }

  private List<FunctionDeclaration.QueueEvent> queueEvents() {
    List<FunctionDeclaration.QueueEvent> found = new ArrayList<>();
    events("SQS").forEach((name, event) -> found.add(queueEvent(name, event)));
    return found;
  }

  private FunctionDeclaration.QueueEvent queueEvent(String name, Map<String, Object> event) {
    String where = where(name);
    Map<String, Object> scaling = Trees.map(event.get("ScalingConfig"), where + ".ScalingConfig");
    return new FunctionDeclaration.QueueEvent(
        name,
        Trees.text(event.get("Queue"), where + ".Queue"),
        Trees.number(event.get("BatchSize"), 10, where + ".BatchSize"),
        Duration.ofSeconds(
            Trees.number(event.get("MaximumBatchingWindowInSeconds"), 0, where + ".window")),
        Trees.list(event.get("FunctionResponseTypes"), where + ".FunctionResponseTypes")
            .contains("ReportBatchItemFailures"),
        Trees.number(scaling.get("MaximumConcurrency"), 0, where + ".MaximumConcurrency"),
        Trees.flag(event.get("Enabled"), true, where + ".Enabled"));
  }

  private List<FunctionDeclaration.ScheduleEvent> scheduleEvents() {
    List<FunctionDeclaration.ScheduleEvent> found = new ArrayList<>();
    Map<String, Map<String, Object>> both = new LinkedHashMap<>(events("Schedule"));
    both.putAll(events("ScheduleV2"));
    both.forEach(
        (name, event) -> {
          Object expression =
              event.containsKey("Schedule")
                  ? event.get("Schedule")
                  : event.get("ScheduleExpression");
          String where = where(name);
          found.add(
              new FunctionDeclaration.ScheduleEvent(
                  name,
                  ScheduleRate.period(Trees.text(expression, where + ".Schedule"), where),
                  Trees.text(event.get("Input"), "", where + ".Input"),
                  Trees.flag(event.get("Enabled"), true, where + ".Enabled")
                      && !"DISABLED".equals(event.get("State"))));
        });
    return found;
  }

  private Map<String, Map<String, Object>> events(String type) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    Trees.map(own.get("Events"), id + ".Events")
        .forEach(
            (name, value) -> {
              Map<String, Object> event = Trees.map(value, where(name));
              if (type.equals(event.get("Type"))) {
                found.put(name, Trees.map(event.get("Properties"), where(name)));
              }
            });
    return found;
  }

  private String where(String event) {
    return id + ".Events." + event;
  }
}
