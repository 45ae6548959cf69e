package dev.offramp.local;

import dev.offramp.local.emulator.DynamoDbEmulator;
import dev.offramp.local.emulator.ObjectCreated;
import dev.offramp.local.emulator.S3Emulator;
import dev.offramp.local.emulator.SecretsEmulator;
import dev.offramp.local.emulator.SqsEmulator;
import dev.offramp.local.event.EventSources;
import dev.offramp.local.lambda.LambdaService;
import dev.offramp.local.template.FunctionDeclaration;
import dev.offramp.local.template.Template;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one-machine cloud: S3, SQS, DynamoDB, Secrets Manager and Lambda on 127.0.0.1, wired as the
 * template says. Closing it ends every process and removes every folder that was not asked for.
 */
public final class LocalCloud implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCloud.class);

  private final LocalCloudOptions options;
  private final Template template;
  private final ClosingStack closing = new ClosingStack();
  private Endpoints endpoints;
  private LambdaService lambda;
  private volatile EventSources sources;
  private Path logs;

  /**
   * Reads the template; starts nothing yet.
   *
   * @throws LocalCloudException OFF-3100 to OFF-3103 if the template is not right
   */
  public LocalCloud(LocalCloudOptions options) {
    this.options = options;
    this.template =
        Template.read(
            options.template(),
            options.projectRoot(),
            options.stackName(),
            options.region(),
            options.parameters());
    template.queues();
    template.tables();
    template.buckets();
    template.functions(name -> name);
    template.ignored().forEach((id, type) -> LOG.info("{} ({}) is not run here", id, type));
  }

  /**
   * Starts everything; when it returns, events flow. If it fails, nothing is left running.
   *
   * @return this
   * @throws LocalCloudException OFF-3104 to OFF-3111
   */
  public LocalCloud start() {
    Thread hook = new Thread(closing::close, "local-cloud-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    closing.push(() -> removeHook(hook));
    try {
      RunFolders folders = closing.push(new RunFolders(options));
      logs = folders.logs();
      endpoints = startServices(folders);
      AwsClients clients = closing.push(new AwsClients(endpoints, options.region()));
      StackResources resources =
          new StackResources(template, clients, options.awsEndpointUrl().isPresent());
      resources.create();
      List<FunctionDeclaration> functions = template.functions(resources::queueUrl);
      lambda =
          closing.push(
              new LambdaService(
                  functions,
                  template.arns(),
                  options,
                  environment(),
                  folders.cache(),
                  folders.work(),
                  logs));
      if (options.prewarm()) {
        lambda.warm();
      }
      sources =
          closing.push(
              new EventSources(
                  options,
                  template.arns(),
                  clients.sqs(),
                  lambda::invoke,
                  functions,
                  template.buckets(),
                  resources.queueUrlsByArn()));
      sources.start();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The addresses of the services. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** The names at their services by logical id: buckets, queues, tables, secrets, functions. */
  public Map<String, String> names() {
    return template.names();
  }

  /** The variables with which an AWS SDK finds the services. */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>(endpoints.environment());
    variables.put("AWS_REGION", options.region());
    variables.put("AWS_ACCESS_KEY_ID", AwsClients.ACCESS_KEY);
    variables.put("AWS_SECRET_ACCESS_KEY", AwsClients.SECRET_KEY);
    return variables;
  }

  /**
   * Calls a function and waits for what comes of it.
   *
   * @param function its logical id
   * @param payload the event, JSON
   * @throws LocalCloudException OFF-3110 if the template has no such function
   * @throws InterruptedException if the thread is interrupted or the cloud is being closed
   */
  public InvocationResult invoke(String function, String payload) throws InterruptedException {
    return lambda.invoke(function, payload);
  }

  /**
   * Kills one environment of a function at once, one that works on a call if there is one.
   *
   * @param function its logical id
   * @return the environment as it was; none if the function has none
   * @throws LocalCloudException OFF-3110 if the template has no such function
   */
  public Optional<FunctionProcess> kill(String function) {
    return lambda.kill(function);
  }

  /** The functions' processes. */
  public List<FunctionProcess> processes() {
    return lambda.processes();
  }

  /** Where the functions' output is, a file {@code <logical id>.log} each. */
  public Path logsDir() {
    return logs;
  }

  /**
   * Makes the class archives with which functions start in about half the time; once for each
   * content of an artifact. They are kept in {@link LocalCloudOptions#cacheDir()}.
   */
  public void prepareArchives() {
    lambda.prepareArchives();
  }

  /**
   * Ends the functions' first processes in order, and keeps an archive of all classes that they
   * loaded at their work, where {@link LocalCloudOptions#learnClasses()} asked for it and none was
   * there. To be called when nothing is at work any more. Functions that start with such an archive
   * come up and do their first call in a fraction of the time.
   */
  public void keepClasses() {
    lambda.keepClasses();
  }

  /** Ends every process, stops the services, removes what is temporary. May be called again. */
  @Override
  public void close() {
    closing.close();
  }

  private Endpoints startServices(RunFolders folders) {
    if (options.awsEndpointUrl().isPresent()) {
      URI all = options.awsEndpointUrl().get();
      return new Endpoints(all, all, options.dynamodbUrl().orElse(all), all);
    }
    Ports ports = options.ports();
    CompletableFuture<URI> sqs =
        starting(
            () -> SqsEmulator.start(ports.sqs(), options.region(), template.arns().account()),
            SqsEmulator::uri);
    CompletableFuture<URI> s3 =
        starting(
            () -> S3Emulator.start(ports.s3(), folders.objects(), this::objectCreated),
            S3Emulator::uri);
    CompletableFuture<URI> dynamodb =
        options
            .dynamodbUrl()
            .map(CompletableFuture::completedFuture)
            .orElseGet(
                () ->
                    starting(
                        () -> DynamoDbEmulator.start(ports.dynamodb(), folders.tables()),
                        DynamoDbEmulator::uri));
    CompletableFuture<URI> secrets =
        starting(
            () ->
                SecretsEmulator.start(
                    ports.secretsManager(),
                    options.region(),
                    folders.secrets(),
                    options.movedAddresses()),
            SecretsEmulator::uri);
    // All of them have to be over, well or not, before anything can be closed.
    CompletableFuture.allOf(sqs, s3, dynamodb, secrets).handle((all, error) -> null).join();
    try {
      return new Endpoints(s3.join(), sqs.join(), dynamodb.join(), secrets.join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof LocalCloudException problem) {
        throw problem;
      }
      throw new LocalCloudException(
          Problem.EMULATOR, "A service did not start: " + e.getCause(), e.getCause());
    }
  }

  private <S extends AutoCloseable> CompletableFuture<URI> starting(
      Supplier<S> service, Function<S, URI> uri) {
    return CompletableFuture.supplyAsync(
        () -> {
          // Services look for their own configuration with the thread's loader, and a pool's
          // threads have that of the JVM, not of whoever started us.
          Thread.currentThread().setContextClassLoader(LocalCloud.class.getClassLoader());
          return uri.apply(closing.push(service.get()));
        },
        work -> new Thread(work, "local-cloud-start").start());
  }

  private void objectCreated(ObjectCreated object) {
    EventSources told = sources;
    if (told != null) {
      told.objectCreated(object);
    }
  }

  private static void removeHook(Thread hook) {
    if (Thread.currentThread() != hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        LOG.debug("the JVM is ending already: {}", e.getMessage());
      }
    }
  }
}
