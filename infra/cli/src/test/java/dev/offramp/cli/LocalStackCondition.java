package dev.offramp.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Whether LocalStack can be run: a Docker engine answers, and the image is there already or may be
 * pulled ({@code -Dofframp.localstack=true}); a pull without a network would hang.
 */
final class LocalStackCondition implements ExecutionCondition {
  /**
   * A community image of before March 2026; later ones start only with a token
   * (https://java.testcontainers.org/modules/localstack/).
   */
  static final String IMAGE = "localstack/localstack:4.4.0";

  private static final long PATIENCE_SECONDS = 20;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("the class is");
    }
    if (!succeeds("docker", "version", "--format", "{{.Server.Version}}")) {
      return skipped("no Docker engine answers");
    }
    if (!Boolean.getBoolean("offramp.localstack")
        && !succeeds("docker", "image", "inspect", IMAGE)) {
      return skipped(
          IMAGE
              + " is not on this machine; \"docker pull\" it, or allow it: -Dofframp.localstack=true");
    }
    return ConditionEvaluationResult.enabled(IMAGE + " can be run");
  }

  private static ConditionEvaluationResult skipped(String why) {
    String line = "LocalStack is left out: " + why + ".";
    System.out.println(line);
    return ConditionEvaluationResult.disabled(line);
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // There is no docker command.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
