package dev.offramp.local;

import dev.offramp.local.template.BucketDeclaration;
import dev.offramp.local.template.BucketNotification;
import dev.offramp.local.template.QueueDeclaration;
import dev.offramp.local.template.SecretDeclaration;
import dev.offramp.local.template.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Creates what a template declares; what a kept state has already is left as it is. */
final class StackResources {
  private final Template template;
  private final AwsClients clients;
  private final boolean external;
  private final Map<String, String> urlsByName = new HashMap<>();

  /**
   * @param external whether the services are not ours, and have to send S3 events themselves
   */
  StackResources(Template template, AwsClients clients, boolean external) {
    this.template = template;
    this.clients = clients;
    this.external = external;
  }

  /** Creates queues, tables, secrets and buckets. */
  void create() {
    List<QueueDeclaration> queues = template.queues();
    // Dead letter queues first: a redrive policy names a queue that has to be there.
    queues.stream()
        .filter(q -> q.redrive().isEmpty())
        .forEach(q -> guarded(q.logicalId(), () -> queue(q)));
    queues.stream()
        .filter(q -> q.redrive().isPresent())
        .forEach(q -> guarded(q.logicalId(), () -> queue(q)));
    TableCreator tables = new TableCreator(clients.dynamodb());
    template.tables().forEach(t -> guarded(t.logicalId(), () -> tables.create(t)));
    template.secrets().forEach(s -> guarded(s.logicalId(), () -> secret(s)));
    template.buckets().forEach(b -> guarded(b.logicalId(), () -> bucket(b)));
  }

  /** The URL of a queue; its name if there is none. */
  String queueUrl(String name) {
    return urlsByName.getOrDefault(name, name);
  }

  /** The queues' URLs by ARN. */
  Map<String, String> queueUrlsByArn() {
    Map<String, String> urls = new LinkedHashMap<>();
    urlsByName.forEach((name, url) -> urls.put(template.arns().queue(name), url));
    return urls;
  }

  private static void guarded(String logicalId, Runnable creation) {
    try {
      creation.run();
    } catch (SdkException e) {
      throw new LocalCloudException(
          Problem.RESOURCE, logicalId + " cannot be created: " + e.getMessage(), e);
    }
  }

  private void queue(QueueDeclaration queue) {
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    queue
        .attributes()
        .forEach((key, value) -> attributes.put(QueueAttributeName.fromValue(key), value));
    queue
        .redrive()
        .ifPresent(
            redrive ->
                attributes.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    "{\"deadLetterTargetArn\":\""
                        + redrive.deadLetterArn()
                        + "\",\"maxReceiveCount\":"
                        + redrive.maxReceiveCount()
                        + "}"));
    String url =
        clients
            .sqs()
            .createQueue(request -> request.queueName(queue.name()).attributes(attributes))
            .queueUrl();
    requireAccount(url);
    urlsByName.put(queue.name(), url);
  }

  /** Names and ARNs are made with an account; another one there, and nothing would be found. */
  private void requireAccount(String queueUrl) {
    String account = template.arns().account();
    if (!List.of(queueUrl.split("/")).contains(account)) {
      throw new LocalCloudException(
          Problem.RESOURCE,
          "The services are those of another account than "
              + account
              + ": a queue is at "
              + queueUrl
              + ". Start them with this account (moto: MOTO_ACCOUNT_ID).");
    }
  }

  private void secret(SecretDeclaration secret) {
    try {
      clients
          .secrets()
          .createSecret(
              request -> {
                request.name(secret.name());
                secret.value().ifPresent(request::secretString);
              });
    } catch (ResourceExistsException e) {
      // Kept from an earlier run, with a value that is newer than the template's.
      return;
    }
  }

  private void bucket(BucketDeclaration bucket) {
    try {
      clients.s3().createBucket(request -> request.bucket(bucket.name()));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      // Kept from an earlier run.
    }
    if (external) {
      configure(bucket);
    }
  }

  private void configure(BucketDeclaration bucket) {
    if (bucket.versioned()) {
      clients
          .s3()
          .putBucketVersioning(
              request ->
                  request
                      .bucket(bucket.name())
                      .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
    List<QueueConfiguration> notifications = new ArrayList<>();
    for (BucketNotification notification : bucket.notifications()) {
      if (notification.target().contains(":sqs:")) {
        notifications.add(configuration(notification));
      }
    }
    if (!notifications.isEmpty()) {
      clients
          .s3()
          .putBucketNotificationConfiguration(
              request ->
                  request
                      .bucket(bucket.name())
                      .notificationConfiguration(n -> n.queueConfigurations(notifications)));
    }
  }

  private static QueueConfiguration configuration(BucketNotification notification) {
    return QueueConfiguration.builder()
        .id(notification.id())
        .queueArn(notification.target())
        .events(notification.events().stream().map(Event::fromValue).toList())
        .filter(
            filter ->
                filter.key(
                    key ->
                        key.filterRules(
                            FilterRule.builder()
                                .name("prefix")
                                .value(notification.prefix())
                                .build(),
                            FilterRule.builder()
                                .name("suffix")
                                .value(notification.suffix())
                                .build())))
        .build();
  }
}
