package dev.offramp.simulation;

import dev.offramp.crm.Destination;
import dev.offramp.job.Bells;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.ObjectStore;
import dev.offramp.load.Crosswalk;
import dev.offramp.load.Forced;
import dev.offramp.load.Ledger;
import dev.offramp.testkit.MemoryObjectStore;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.Limits;
import java.time.Duration;
import java.util.Set;

/** A variant of the protocol that is broken on purpose; this one is not. */
class Bug {
  /** No bug. */
  static final Bug NONE = new Bug();

  JobStore jobs(JobStore right) {
    return right;
  }

  Ledger ledger(Ledger right, World world) {
    return right;
  }

  Crosswalk crosswalk(Crosswalk right) {
    return right;
  }

  ObjectStore objects(MemoryObjectStore right, World world) {
    return right;
  }

  Bells bells(Bells right) {
    return right;
  }

  Destination destination(Destination right, World world) {
    return right;
  }

  Limits limits(Limits right) {
    return right;
  }

  BudgetStore budgets(BudgetStore right) {
    return right;
  }

  /** Where a loader looks whether a person has said something about its job. */
  JobStore control(JobStore right, Job begun) {
    return right;
  }

  /** How long the pipeline waits when it means to wait. */
  Duration sleeps(Duration right) {
    return right;
  }

  /** Whether the schedule rings the conductor. */
  boolean ticks() {
    return true;
  }

  /** What the operator's rollback takes back though people have changed it. */
  Set<Forced> force(Set<Forced> right) {
    return right;
  }
}
