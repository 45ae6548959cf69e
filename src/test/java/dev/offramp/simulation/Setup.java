package dev.offramp.simulation;

import dev.offramp.load.Forced;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a world is like.
 *
 * @param files how many uploads of contacts
 * @param mostRows how many rows one has at most
 * @param unique whether the destination's marker is unique
 * @param batch how many records a call of the destination takes
 * @param lag for how long its search misses what is new
 * @param existing the plan's word
 * @param approval the plan's word
 * @param order the plan's word
 * @param limit the calls in ten seconds that the destination allows; 0 for any
 * @param severity how much goes wrong, 0 to 1
 * @param midRun whether the rollback begins while the load is under way
 * @param whole whether the migration is taken back as a whole: else job after job
 * @param force what the rollback takes back though people have changed it
 */
record Setup(
    int files,
    int mostRows,
    boolean unique,
    int batch,
    Duration lag,
    String existing,
    String approval,
    String order,
    int limit,
    double severity,
    boolean midRun,
    boolean whole,
    Set<Forced> force) {

  /** Job after job is taken back, and nothing that people have changed. */
  Setup(
      int files,
      int mostRows,
      boolean unique,
      int batch,
      Duration lag,
      String existing,
      String approval,
      String order,
      int limit,
      double severity,
      boolean midRun) {
    this(
        files, mostRows, unique, batch, lag, existing, approval, order, limit, severity, midRun,
        false, Set.of());
  }

  /**
   * The seed's own.
   *
   * @param undo chances of their own, for how it is taken back
   */
  static Setup of(Random random, Random undo) {
    boolean unique = random.nextBoolean();
    return new Setup(
            1 + random.nextInt(3),
            random.nextInt(12) == 0 ? 40 : 9,
            unique,
            1 + random.nextInt(5),
            random.nextInt(3) == 0 ? Duration.ofSeconds(30) : Duration.ZERO,
            List.of("fill", "fill", "overwrite", "skip").get(random.nextInt(4)),
            random.nextInt(4) == 0 ? "required" : "automatic",
            random.nextBoolean() ? "paced" : "strict",
            random.nextInt(4) == 0 ? 15 : 0,
            random.nextInt(6) == 0 ? 0 : random.nextDouble(),
            random.nextInt(5) == 0,
            undo.nextBoolean(),
            force(undo))
        .sane();
  }

  private static Set<Forced> force(Random random) {
    Set<Forced> force = EnumSet.noneOf(Forced.class);
    for (Forced kind : Forced.values()) {
      if (random.nextInt(8) == 0) {
        force.add(kind);
      }
    }
    return force;
  }

  /** While they are loaded several are only taken back as a whole: others would go on meanwhile. */
  private Setup sane() {
    return midRun && files > 1 && !whole ? with(1) : this;
  }

  private Setup with(int uploads) {
    return new Setup(
        uploads, mostRows, unique, batch, lag, existing, approval, order, limit, severity, midRun,
        whole, force);
  }

  String plan() {
    return "destination: hubspot\nexisting: %s\napproval: %s\norder: %s\n"
        .formatted(existing, approval, order);
  }
}
