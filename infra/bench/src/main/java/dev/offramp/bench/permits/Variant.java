package dev.offramp.bench.permits;

import dev.offramp.throttle.BudgetStore;

/**
 * The ways of keeping a limit that are compared. The second is the first once more: the control.
 */
enum Variant {
  OFFRAMP("Offramp"),
  OFFRAMP_AGAIN("Offramp again"),
  SLEEP("sleep(1/rate)"),
  BUCKET("bucket4j, divided");

  private final String title;

  Variant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Whether it keeps a budget in DynamoDB. */
  boolean leased() {
    return this == OFFRAMP || this == OFFRAMP_AGAIN;
  }

  Pacing pacing(Round round, BudgetStore store) {
    return switch (this) {
      case OFFRAMP, OFFRAMP_AGAIN -> new LeasedPacing(store, round.id() + "/" + this, round.rate());
      case SLEEP -> new SleepingPacing(round.rate(), round.processes());
      case BUCKET -> new BucketPacing(round.rate(), round.processes());
    };
  }
}
