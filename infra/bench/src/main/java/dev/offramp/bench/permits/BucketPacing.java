package dev.offramp.bench.permits;

import io.github.bucket4j.BlockingBucket;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A bucket4j bucket in each process, with the limit divided among the processes. */
final class BucketPacing implements Pacing {
  private final BlockingBucket bucket;

  BucketPacing(Rate rate, int processes) {
    // The rate is exact also where the limit cannot be divided: so many calls in as many windows as
    // there are processes.
    long capacity = Math.max(1, rate.calls() / processes);
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(capacity)
                        .refillGreedy(rate.calls(), rate.window().multipliedBy(processes)))
            .build()
            .asBlocking();
  }

  @Override
  public Optional<Runnable> next(Instant end) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), end);
    return !left.isNegative() && !left.isZero() && bucket.tryConsume(1, left)
        ? Optional.of(() -> {})
        : Optional.empty();
  }
}
