package dev.offramp.functions.parser;

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
    return new BellBatch(composition.uploads()::jobs, composition.parser(), composition.clock());
  }
}
