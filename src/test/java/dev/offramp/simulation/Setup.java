package dev.offramp.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

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
    boolean midRun) {

  /** The seed's own. */
  static Setup of(Random random) {
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
            random.nextInt(5) == 0)
        .sane();
  }

  /** Only a single upload is taken back while it is loaded: others would go on meanwhile. */
  private Setup sane() {
    return midRun && files > 1 ? with(1) : this;
  }

  private Setup with(int uploads) {
    return new Setup(
        uploads, mostRows, unique, batch, lag, existing, approval, order, limit, severity, midRun);
  }

  String plan() {
    return "destination: hubspot\nexisting: %s\napproval: %s\norder: %s\n"
        .formatted(existing, approval, order);
  }
}
