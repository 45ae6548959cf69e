package dev.offramp.cli;

import dev.offramp.local.FunctionProcess;
import dev.offramp.local.LocalCloud;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Sends SIGKILL to functions at random moments while they work, a dozen times at most. */
final class RandomKills implements AutoCloseable {
  private static final List<String> FUNCTIONS = List.of("Parser", "Mapper", "Loader", "Conductor");
  private static final int MOST = 12;

  /** After a loader's death its lease has to run out, so that nothing would be loaded in less. */
  private static final int SHORTEST_PAUSE = 3_000;

  private static final int LONGEST_PAUSE = 8_000;

  private final LocalCloud cloud;
  private final Random random;
  private final Thread thread;
  private final Map<String, Integer> killed = new TreeMap<>();

  private RandomKills(LocalCloud cloud, long seed) {
    this.cloud = cloud;
    this.random = new Random(seed);
    this.thread = new Thread(this::run, "kills");
  }

  static RandomKills start(LocalCloud cloud, long seed) {
    RandomKills kills = new RandomKills(cloud, seed);
    kills.thread.start();
    return kills;
  }

  private void run() {
    try {
      while (count() < MOST) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
        List<String> atWork =
            FUNCTIONS.stream()
                .filter(name -> cloud.processes().stream().anyMatch(busy(name)))
                .toList();
        if (!atWork.isEmpty()) {
          String function = atWork.get(random.nextInt(atWork.size()));
          Optional<FunctionProcess> process = cloud.kill(function);
          process.ifPresent(one -> count(function));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Predicate<FunctionProcess> busy(String function) {
    return process ->
        process.function().equals(function) && process.state() == FunctionProcess.State.BUSY;
  }

  private synchronized int count() {
    return killed.values().stream().mapToInt(Integer::intValue).sum();
  }

  private synchronized void count(String function) {
    killed.merge(function, 1, Integer::sum);
  }

  /** How often each function was killed. */
  synchronized Map<String, Integer> killed() {
    return Map.copyOf(killed);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
