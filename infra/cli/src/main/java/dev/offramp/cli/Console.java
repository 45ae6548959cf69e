package dev.offramp.cli;

import java.io.PrintStream;
import java.util.Map;

/** Where a command speaks: data on one stream, everything for people on the other. */
final class Console {
  private final PrintStream data;
  private final PrintStream people;
  private final boolean terminal;
  private final boolean colour;

  /**
   * Takes the streams.
   *
   * @param terminal whether a person watches
   * @param environment {@code NO_COLOR} is heard
   */
  Console(PrintStream data, PrintStream people, boolean terminal, Map<String, String> environment) {
    this.data = data;
    this.people = people;
    this.terminal = terminal;
    this.colour = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** A line of data. */
  void data(String line) {
    data.println(line);
  }

  /** A line for people. */
  void say(String line) {
    people.println(line);
  }

  /** An error for people. */
  void error(String line) {
    people.println(colour ? "\u001b[31m" + line + "\u001b[0m" : line);
  }

  boolean terminal() {
    return terminal;
  }

  boolean colour() {
    return colour;
  }

  PrintStream people() {
    return people;
  }
}
