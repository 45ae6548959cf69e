package dev.offramp.testkit;

import dev.offramp.job.JobStore;

class MemoryJobStoreTest extends JobStoreContract {
  @Override
  protected JobStore store() {
    return new MemoryJobStore();
  }
}
