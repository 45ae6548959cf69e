package dev.offramp.aws;

import dev.offramp.job.Queue;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the stack's resources are called.
 *
 * @param stack the stack's name
 * @param bucket the bucket's name
 * @param queues the address of each queue
 * @param jobs the jobs table
 * @param ledger the ledger table
 * @param crosswalk the crosswalk table, with links of one item each
 * @param links the links table, with the crosswalk in pages
 * @param budgets the budgets table
 */
public record ResourceNames(
    String stack,
    String bucket,
    Map<Queue, String> queues,
    String jobs,
    String ledger,
    String crosswalk,
    String links,
    String budgets) {

  /** Copies the queues. */
  public ResourceNames {
    queues = Map.copyOf(queues);
  }

  /**
   * Reads the functions' environment variables.
   *
   * @throws IllegalStateException OFF-2301 naming a variable that is missing
   */
  public static ResourceNames of(Map<String, String> environment) {
    Map<Queue, String> queues = new EnumMap<>(Queue.class);
    for (Queue queue : Queue.values()) {
      queues.put(queue, needed(environment, "OFFRAMP_QUEUE_" + queue.name()));
    }
    return new ResourceNames(
        needed(environment, "OFFRAMP_STACK"),
        needed(environment, "OFFRAMP_BUCKET"),
        queues,
        needed(environment, "OFFRAMP_TABLE_JOBS"),
        needed(environment, "OFFRAMP_TABLE_LEDGER"),
        needed(environment, "OFFRAMP_TABLE_CROSSWALK"),
        needed(environment, "OFFRAMP_TABLE_LINKS"),
        needed(environment, "OFFRAMP_TABLE_BUDGETS"));
  }

  /**
   * The names that follow from a stack's name, as the template gives them.
   *
   * @param queueUrl gives the address of a queue by its name
   */
  public static ResourceNames ofStack(
      String stack, String region, java.util.function.UnaryOperator<String> queueUrl) {
    Map<Queue, String> queues = new EnumMap<>(Queue.class);
    for (Queue queue : Queue.values()) {
      queues.put(queue, queueUrl.apply(stack + "-" + queue.name().toLowerCase(Locale.ROOT)));
    }
    String[] parts = queues.get(Queue.UPLOADS).split("/", -1);
    String account = parts[parts.length - 2];
    return new ResourceNames(
        stack,
        stack + "-" + account + "-" + region,
        queues,
        stack + "-jobs",
        stack + "-ledger",
        stack + "-crosswalk",
        stack + "-links",
        stack + "-budgets");
  }

  static String needed(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          "OFF-2301 the environment variable " + name + " is missing: deploy the template again");
    }
    return value;
  }

  /** The name of the secret that holds a migration's key to a destination. */
  public String secret(String account) {
    return secret(stack, account);
  }

  /** The name of the secret that holds the keys to the Kartra account that a migration leaves. */
  public String kartraSecret(String migration) {
    return secret(stack, "kartra/" + migration);
  }

  /** The same for a stack. */
  public static String secret(String stack, String account) {
    return "offramp/" + stack + "/" + account;
  }
}
