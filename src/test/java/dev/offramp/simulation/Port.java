package dev.offramp.simulation;

/** The ports of the pipeline, as traces name them. */
enum Port {
  JOBS,
  LEDGER,
  CROSSWALK,
  OBJECTS,
  BELLS,
  BUDGETS,
  DESTINATION;

  /** Whether it is one of DynamoDB's tables. */
  boolean isTable() {
    return this == JOBS || this == LEDGER || this == CROSSWALK || this == BUDGETS;
  }
}
