package dev.offramp.cli;

import dev.offramp.job.Job;
import dev.offramp.load.LiveControl;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Pause, resume, throttle and panic, as the command takes them. */
final class LiveCommands {
  private static final BigDecimal WHOLE = new BigDecimal(1000);

  private final Stack stack;
  private final LiveControl control;

  LiveCommands(Stack stack) {
    this.stack = stack;
    this.control = stack.parts().liveControl();
  }

  /** Stops a job; throws OFF-3020 where its state knows no pause. */
  Job pause(Job job) {
    return control.pause(job.id()).orElseThrow(() -> refused(job, "pause"));
  }

  /** Lets a job go on; throws OFF-3020 where nothing was stopped. */
  Job resume(Job job) {
    return control
        .resume(job.id(), Accounts.of(stack, job))
        .orElseThrow(() -> refused(job, "resume"));
  }

  /** Takes up what a panic stopped. */
  List<Job> resumeAll(Optional<String> to) {
    Accounts accounts = Accounts.named(stack, to);
    return control.resumeAll(accounts.budgets(), accounts.jobs());
  }

  /** Stops accounts and their jobs. */
  List<Job> panic(Optional<String> to, String note) {
    Accounts accounts = Accounts.named(stack, to);
    return control.panic(accounts.budgets(), accounts.jobs(), note);
  }

  /**
   * Changes our part of accounts' limits.
   *
   * @param share 0 to 1 in steps of a thousandth; nothing for what the plans say
   * @return the accounts' budgets
   */
  Accounts throttle(Optional<BigDecimal> share, Optional<String> to) {
    Optional<Integer> perMille = share.map(LiveCommands::perMille);
    Accounts accounts = Accounts.named(stack, to);
    control.share(accounts.budgets(), perMille);
    return accounts;
  }

  private static int perMille(BigDecimal share) {
    try {
      int perMille = share.multiply(WHOLE).intValueExact();
      if (perMille >= 0 && perMille <= WHOLE.intValue()) {
        return perMille;
      }
    } catch (ArithmeticException e) {
      // Told below.
    }
    throw new CommandException(
        CommandException.INPUT,
        "OFF-2923",
        "--share %s is no share. Give one from 0 to 1 with three decimals at most, such as 0.5."
            .formatted(share.toPlainString()));
  }

  private CommandException refused(Job job, String what) {
    return new CommandException(
        CommandException.INPUT,
        "OFF-3020",
        "Job %s is %s; that does not go with %s.".formatted(job.id(), now(job).state(), what));
  }

  private Job now(Job job) {
    return stack.parts().jobs().find(job.id()).orElse(job);
  }
}
