package dev.offramp.local.lambda;

import dev.offramp.local.FunctionProcess;
import dev.offramp.local.InvocationResult;
import dev.offramp.local.LocalCloudException;
import dev.offramp.local.LocalCloudOptions;
import dev.offramp.local.Problem;
import dev.offramp.local.template.Arns;
import dev.offramp.local.template.FunctionDeclaration;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Lambda on one machine: runs the template's functions from their artifacts. */
public final class LambdaService implements AutoCloseable {
  private final RuntimeApi api = new RuntimeApi();
  private final Map<String, FunctionPool> pools = new LinkedHashMap<>();
  private final Map<String, FunctionLauncher> launchers = new LinkedHashMap<>();
  private final Path logs;

  /**
   * Unpacks the artifacts; starts no process yet.
   *
   * @param functions the functions
   * @param arns how their names are formed
   * @param options how to run them
   * @param cloud the variables by which they find the services
   * @param cache where artifacts are unpacked
   * @param work the folder in which the processes run
   * @param logs where their output goes
   * @throws LocalCloudException OFF-3104, OFF-3107, OFF-3111
   */
  public LambdaService(
      List<FunctionDeclaration> functions,
      Arns arns,
      LocalCloudOptions options,
      Map<String, String> cloud,
      Path cache,
      Path work,
      Path logs) {
    this.logs = logs;
    try {
      ArtifactStore artifacts = new ArtifactStore(cache);
      RuntimeClient client = RuntimeClient.create(options.execution(), cache.resolve("runtime"));
      Map<String, Artifact> unpacked =
          functions.parallelStream()
              .collect(
                  Collectors.toConcurrentMap(
                      FunctionDeclaration::logicalId,
                      function -> artifacts.unpack(function.logicalId(), function.code())));
      for (FunctionDeclaration function : functions) {
        FunctionLauncher launcher =
            new FunctionLauncher(
                function,
                unpacked.get(function.logicalId()),
                client,
                cloud,
                options.functionEnvironment(),
                options.region(),
                work);
        launchers.put(function.logicalId(), launcher);
        pools.put(
            function.logicalId(),
            new FunctionPool(
                launcher,
                api,
                new LogSink(logs.resolve(function.logicalId() + ".log")),
                options.initTimeout(),
                arns.function(function.name()),
                options.maxEnvironments(),
                options.learnClasses()));
      }
    } catch (RuntimeException e) {
      api.close();
      throw e;
    }
  }

  /**
   * Starts an environment of each function in the background, one after another: processes that
   * come up all at once hold up the one that is needed first. Does not wait.
   */
  public void warm() {
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    for (FunctionPool pool : pools.values()) {
      last = last.thenComposeAsync(done -> pool.warm());
    }
  }

  /** Makes the class archives that are not there yet: processes start in about half the time. */
  public void prepareArchives() {
    ClassArchiver archiver = new ClassArchiver(api, logs);
    launchers.forEach((id, launcher) -> archiver.prepare(id, launcher));
  }

  /** Keeps what the first processes have learnt: see {@code LocalCloud.keepClasses}. */
  public void keepClasses() {
    pools.values().parallelStream().forEach(FunctionPool::keepClasses);
  }

  /**
   * Calls a function and waits for what comes of it.
   *
   * @param logicalId the function
   * @param payload the event, JSON
   * @throws LocalCloudException OFF-3110 if there is no such function
   * @throws InterruptedException if the thread is interrupted or everything is being stopped
   */
  public InvocationResult invoke(String logicalId, String payload) throws InterruptedException {
    return pool(logicalId).invoke(payload);
  }

  /** Kills one environment of a function, one that works on a call if there is one. */
  public Optional<FunctionProcess> kill(String logicalId) {
    return pool(logicalId).killOne();
  }

  /** All environments. */
  public List<FunctionProcess> processes() {
    return pools.values().stream().flatMap(pool -> pool.processes().stream()).toList();
  }

  @Override
  public void close() {
    pools.values().forEach(FunctionPool::close);
    api.close();
  }

  private FunctionPool pool(String logicalId) {
    FunctionPool pool = pools.get(logicalId);
    if (pool == null) {
      throw new LocalCloudException(
          Problem.NAME_UNKNOWN,
          "The template has no function " + logicalId + ". It has " + pools.keySet() + ".");
    }
    return pool;
  }
}
