package dev.offramp.functions.loader;

import dev.offramp.aws.BellBatch;
import dev.offramp.aws.Composition;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what the handler needs, from the environment that the template sets. */
final class Parts {
  private Parts() {}

  @Produces
  @Singleton
  static BellBatch bells() {
    Composition composition = Composition.fromEnvironment(System.getenv()).warmedToLoad();
    return BellBatch.ofBells(composition.loader(), composition.clock());
  }

  /** At its start: no call waits for it, and a snapshot of the started function holds it. */
  static void start(@Observes StartupEvent started, BellBatch made) {}
}
