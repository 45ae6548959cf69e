package dev.offramp.local.lambda;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import dev.offramp.local.runtime.GuardedMain;
import dev.offramp.local.template.FunctionDeclaration;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts processes for one function. */
final class FunctionLauncher {
  private final FunctionDeclaration function;
  private final Artifact artifact;
  private final RuntimeClient client;
  private final Map<String, String> cloud;
  private final Map<String, String> extra;
  private final String region;
  private final Path workingFolder;

  /**
   * @param cloud the variables by which the function finds the services
   * @param extra variables that win over everything else
   * @param workingFolder the folder in which the processes run
   */
  FunctionLauncher(
      FunctionDeclaration function,
      Artifact artifact,
      RuntimeClient client,
      Map<String, String> cloud,
      Map<String, String> extra,
      String region,
      Path workingFolder) {
    this.function = function;
    this.artifact = artifact;
    this.client = client;
    this.cloud = cloud;
    this.extra = extra;
    this.region = region;
    this.workingFolder = workingFolder;
  }

  FunctionDeclaration function() {
    return function;
  }

  /** The file with the classes of this artifact, JVM and client, whether it is there or not. */
  Path classArchive() {
    String client = this.client.mainClass().replaceAll(".*\\.", "");
    return artifact.folder().resolve("classes-" + Runtime.version() + "-" + client + ".jsa");
  }

  /**
   * Starts a process.
   *
   * @param runtimeApi its {@code AWS_LAMBDA_RUNTIME_API}
   * @throws LocalCloudException OFF-3111
   */
  Process start(String runtimeApi) {
    Path archive = classArchive();
    return start(
        runtimeApi,
        Files.exists(archive)
            ? List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive)
            : List.of());
  }

  /** Starts a process that writes the class archive when it is told to end in order. */
  Process startForArchive(String runtimeApi, Path archive) {
    return start(runtimeApi, List.of("-XX:ArchiveClassesAtExit=" + archive));
  }

  private Process start(String runtimeApi, List<String> sharing) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(sharing);
    // The flags of Lambda's own Java runtimes, and most of the memory for the heap, as there.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Xmx" + Math.max(64, function.memoryMb() * 85 / 100) + "m");
    command.addAll(client.flags());
    command.add("-cp");
    command.add(
        Stream.concat(artifact.classPath().stream(), client.classPath().stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(GuardedMain.class.getName());
    command.add(client.mainClass());
    command.add(function.handler());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(workingFolder.toFile());
    builder.redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment(runtimeApi));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.PROCESS, "The process of " + function.logicalId() + " did not start: " + e, e);
    }
  }

  private Map<String, String> environment(String runtimeApi) {
    Map<String, String> variables = inherited();
    variables.putAll(cloud);
    variables.putAll(function.environment());
    variables.putAll(extra);
    variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", runtimeApi.replaceAll(".*/", ""));
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_REGION", region);
    variables.put("AWS_DEFAULT_REGION", region);
    variables.put("_HANDLER", function.handler());
    variables.put("TZ", ":UTC");
    return variables;
  }

  /** What a process needs of its parent's variables: the search path, and Windows' own. */
  private static Map<String, String> inherited() {
    return System.getenv().entrySet().stream()
        .filter(
            variable ->
                Stream.of("PATH", "LANG", "LC_ALL", "SystemRoot", "TEMP", "TMP", "TMPDIR")
                    .anyMatch(variable.getKey()::equalsIgnoreCase))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
