package dev.offramp.cli;

/** A command cannot go on; the message is all that a person needs. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Failed at run time. */
  static final int FAILED = 1;

  /** Wrong input. */
  static final int INPUT = 2;

  /** Something about this machine or the stack. */
  static final int ENVIRONMENT = 3;

  private final int exit;

  /** Takes the exit code, the error's code, and what happened and what to do. */
  CommandException(int exit, String code, String message) {
    super(code + " " + message);
    this.exit = exit;
  }

  /** Takes the exit code, the error's code, what happened and what to do, and the cause. */
  CommandException(int exit, String code, String message, Throwable cause) {
    super(code + " " + message, cause);
    this.exit = exit;
  }

  /** Takes the exit code and a message that begins with its code. */
  CommandException(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }
}
