package dev.offramp.load;

import dev.offramp.job.BellHandler;
import dev.offramp.job.Deadline;

/** Whoever answers an account's bell loads what there is to load, then verifies. */
public final class AccountStage implements BellHandler {
  private final BellHandler load;
  private final BellHandler verify;

  /** Takes the two. */
  public AccountStage(BellHandler load, BellHandler verify) {
    this.load = load;
    this.verify = verify;
  }

  @Override
  public void handle(String account, Deadline deadline) {
    load.handle(account, deadline);
    verify.handle(account, deadline);
  }
}
