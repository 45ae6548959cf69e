package dev.offramp.functions.rollback;

import dev.offramp.aws.BellBatch;
import dev.offramp.aws.Composition;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what the handler needs, from the environment that the template sets. */
final class Parts {
  private Parts() {}

  @Produces
  @Singleton
  static BellBatch bells() {
    Composition composition = Composition.fromEnvironment(System.getenv());
    return BellBatch.ofBells(composition.rollback(), composition.clock());
  }
}
