package dev.offramp.cli;

import java.util.concurrent.CountDownLatch;

/** Keeps the one-machine cloud running until somebody stops it. */
final class Up {
  private final Home home;
  private final Console console;

  Up(Home home, Console console) {
    this.home = home;
    this.console = console;
  }

  void run(LocalStack.Wishes wishes) {
    try (LocalStack local = LocalStack.start(home, wishes, console)) {
      local.announce(console);
      console.say("In another terminal: ./offramp migrate FOLDER --to hubspot --sandbox");
      console.say("Ctrl-C ends it.");
      untilInterrupted();
    }
  }

  /** Waits for Ctrl-C; what has to be closed is closed by a hook, since the JVM ends then. */
  static void untilInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
