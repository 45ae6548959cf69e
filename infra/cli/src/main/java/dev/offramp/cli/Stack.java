package dev.offramp.cli;

import dev.offramp.aws.AwsClients;
import dev.offramp.aws.Composition;
import dev.offramp.aws.CompositionSettings;
import dev.offramp.aws.ResourceNames;
import dev.offramp.job.Job;
import dev.offramp.job.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** A stack, deployed or on this machine, as the commands use it. */
final class Stack implements AutoCloseable {
  private final Composition parts;
  private final Optional<LocalStack> own;

  private Stack(Composition parts, Optional<LocalStack> own) {
    this.parts = parts;
    this.own = own;
  }

  /** A deployed stack; keys are found as the AWS SDK finds them. */
  static Stack deployed(String name, String region) {
    System.setProperty("aws.region", region);
    AwsClients clients = AwsClients.create(Optional.empty());
    return connect(clients, name, region, Optional.empty());
  }

  /** The one-machine cloud that is running. */
  static Stack local(UpFile up) {
    return local(up, Optional.empty());
  }

  /** A one-machine cloud that ends with this. */
  static Stack owning(LocalStack local) {
    return local(local.up(), Optional.of(local));
  }

  private static Stack local(UpFile up, Optional<LocalStack> own) {
    return connect(AwsClients.local(up.endpoints(), up.region()), up.stack(), up.region(), own);
  }

  private static Stack connect(
      AwsClients clients, String name, String region, Optional<LocalStack> own) {
    try {
      ResourceNames names =
          ResourceNames.ofStack(
              name,
              Region.of(region).id(),
              queue -> clients.sqs().getQueueUrl(q -> q.queueName(queue)).queueUrl());
      return new Stack(new Composition(clients, names, CompositionSettings.of(Map.of())), own);
    } catch (QueueDoesNotExistException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT,
          "OFF-3010",
          "There is no stack \"%s\" in %s. Deploy it, or name another one with --stack."
              .formatted(name, region));
    } catch (SdkException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT,
          "OFF-3011",
          "AWS does not answer: %s. Check your credentials, the region and the network."
              .formatted(e.getMessage()));
    }
  }

  /** The one-machine cloud that runs for this alone, if it does. */
  Optional<LocalStack> own() {
    return own;
  }

  Composition parts() {
    return parts;
  }

  /** A job, by its id or the beginning of it. */
  Job job(String id) {
    Optional<Job> exact = parts.jobs().find(id);
    return exact.orElseGet(
        () ->
            parts.jobs().list("").stream()
                .filter(job -> job.id().startsWith(id))
                .findFirst()
                .orElseThrow(
                    () ->
                        new CommandException(
                            CommandException.INPUT,
                            "OFF-3012",
                            "There is no job \"%s\". \"offramp status\" lists them."
                                .formatted(id))));
  }

  /** Puts a file into the inbox, as a customer does. */
  void upload(String key, Path file) {
    s3().putObject(p -> p.bucket(parts.names().bucket()).key(key), RequestBody.fromFile(file));
  }

  /** Puts a text into the inbox. */
  void upload(String key, String text) {
    s3().putObject(p -> p.bucket(parts.names().bucket()).key(key), RequestBody.fromString(text));
  }

  /** The job of an upload that is there. */
  String jobId(String key) {
    try {
      return parts.objects().head(key).map(Upload::jobId).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at the upload", e);
    }
  }

  private S3Client s3() {
    return parts.clients().s3();
  }

  /** Writes the secret of an account, replacing an older one. */
  void secret(String account, String json) {
    String name = parts.names().secret(account);
    var secrets = parts.clients().secrets();
    try {
      secrets.createSecret(c -> c.name(name).secretString(json));
    } catch (ResourceExistsException e) {
      secrets.putSecretValue(p -> p.secretId(name).secretString(json));
    }
  }

  @Override
  public void close() {
    parts.close();
    own.ifPresent(LocalStack::close);
  }
}
