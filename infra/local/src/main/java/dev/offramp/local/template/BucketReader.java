package dev.offramp.local.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads an {@code AWS::S3::Bucket}. */
final class BucketReader {
  private BucketReader() {}

  static BucketDeclaration read(
      String id,
      String name,
      Map<String, Object> properties,
      List<FunctionReader.BucketEvent> events) {
    Map<String, Object> configuration =
        Trees.map(properties.get("NotificationConfiguration"), id + ".NotificationConfiguration");
    List<BucketNotification> notifications = new ArrayList<>();
    notifications.addAll(declared(id, configuration, "QueueConfigurations", "Queue"));
    notifications.addAll(declared(id, configuration, "LambdaConfigurations", "Function"));
    events.stream()
        .filter(event -> event.bucket().equals(name))
        .map(FunctionReader.BucketEvent::notification)
        .forEach(notifications::add);
    Object status =
        Trees.map(properties.get("VersioningConfiguration"), id + ".VersioningConfiguration")
            .get("Status");
    return new BucketDeclaration(id, name, "Enabled".equals(status), notifications);
  }

  /** The prefix and the suffix of a filter, in this order; empty where there is none. */
  static List<String> filter(Object filter, String where) {
    Map<String, Object> key = Trees.map(Trees.map(filter, where).get("S3Key"), where + ".S3Key");
    String prefix = "";
    String suffix = "";
    for (Object entry : Trees.list(key.get("Rules"), where + ".Rules")) {
      Map<String, Object> rule = Trees.map(entry, where);
      String value = Trees.text(rule.get("Value"), where + ".Value");
      String kind = Trees.text(rule.get("Name"), where + ".Name").toLowerCase(Locale.ROOT);
      if (kind.equals("prefix")) {
        prefix = value;
      } else if (kind.equals("suffix")) {
        suffix = value;
      }
    }
    return List.of(prefix, suffix);
  }

  private static List<BucketNotification> declared(
      String id, Map<String, Object> configuration, String list, String target) {
    List<BucketNotification> found = new ArrayList<>();
    for (Object entry : Trees.list(configuration.get(list), id + "." + list)) {
      Map<String, Object> one = Trees.map(entry, id + "." + list);
      List<String> filter = filter(one.get("Filter"), id + "." + list + ".Filter");
      found.add(
          new BucketNotification(
              Trees.text(one.get("Id"), id + "-" + found.size(), id + ".Id"),
              List.of(Trees.text(one.get("Event"), id + "." + list + ".Event")),
              filter.get(0),
              filter.get(1),
              Trees.text(one.get(target), id + "." + list + "." + target)));
    }
    return found;
  }
}
