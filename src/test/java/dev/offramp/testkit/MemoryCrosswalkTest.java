package dev.offramp.testkit;

import dev.offramp.load.Crosswalk;

class MemoryCrosswalkTest extends CrosswalkContract {
  private final Crosswalk crosswalk = new MemoryCrosswalk();

  @Override
  protected Crosswalk open() {
    return crosswalk;
  }
}
