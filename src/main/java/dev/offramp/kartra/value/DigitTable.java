package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.RegExp;
import dk.brics.automaton.RunAutomaton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pattern of digits as a table: to match it takes a step for each digit, and no trying of one
 * choice after another.
 */
final class DigitTable {
  private static final int DIGITS = 10;
  private static final int DEAD = -1;

  private final Set<Integer> lengths;
  private final int first;
  private final int[] next;
  private final boolean[] accepts;

  private DigitTable(Automaton automaton, List<Integer> lengths) {
    this.lengths = Set.copyOf(lengths);
    automaton.determinize();
    RunAutomaton run = new RunAutomaton(automaton, false);
    first = run.getInitialState();
    next = new int[run.getSize() * DIGITS];
    accepts = new boolean[run.getSize()];
    for (int state = 0; state < run.getSize(); state++) {
      accepts[state] = run.isAccept(state);
      for (int digit = 0; digit < DIGITS; digit++) {
        next[state * DIGITS + digit] = run.step(state, (char) ('0' + digit));
      }
    }
  }

  /**
   * The table of a description of numbers; nothing where it has none.
   *
   * @param kind its pattern is made of digits, classes of digits, groups, choices and counts
   */
  static Optional<DigitTable> of(PhoneNumberDesc kind) {
    return kind.getNationalNumberPattern().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DigitTable(
                automaton(kind.getNationalNumberPattern()), kind.getPossibleLengthList()));
  }

  /** The same pattern in the words of the automaton's library, none of whose extras are on. */
  private static Automaton automaton(String pattern) {
    String plain = pattern.replace("(?:", "(").replace("\\d", "[0-9]");
    return new RegExp(plain, RegExp.NONE).toAutomaton(false);
  }

  /** Whether some digits are such a number: of a length that there is, and fitting the pattern. */
  boolean holds(String digits) {
    return (lengths.isEmpty() || lengths.contains(digits.length())) && fits(digits);
  }

  /** Whether the whole of some digits fits the pattern, whatever the lengths that are named. */
  boolean fits(String digits) {
    int state = first;
    for (int i = 0; i < digits.length() && state != DEAD; i++) {
      state = next[state * DIGITS + digits.charAt(i) - '0'];
    }
    return state != DEAD && accepts[state];
  }
}
