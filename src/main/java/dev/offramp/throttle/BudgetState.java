package dev.offramp.throttle;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All that is kept of one budget: one item in the store, replaced as a whole under its version.
 *
 * @param mark who wrote it: tells a writer whose answer was lost that the write was its own
 * @param turn who may lease slots, and the next free one
 * @param tallies what was leased of each counted window, by the window's id
 * @param places who holds how many of the calls in flight, by holder
 * @param gate what people have set: share, pause
 * @param closing until when the vendor has shut the account
 * @param outside what others use of the account, by the window's id
 */
public record BudgetState(
    String mark,
    Turn turn,
    Map<String, Tally> tallies,
    Map<String, Places> places,
    Gate gate,
    Closing closing,
    Map<String, Outside> outside) {

  /** A budget that nobody has used. */
  public static final BudgetState FRESH =
      new BudgetState(
          "",
          new Turn("", 0, 0, 0, true, false),
          Map.of(),
          Map.of(),
          new Gate(Gate.Flag.OPEN, "", 1_000, 1_000, false, false),
          new Closing(0, "", ""),
          Map.of());

  /**
   * The turn at a paced budget. Times are microseconds on the holder's own clock.
   *
   * @param holder whose turn it is or was; empty before the first
   * @param freeAt the next free slot
   * @param stamp the holder's clock just before it wrote this
   * @param since when the turn began
   * @param over whether the holder has given up the turn
   * @param wanted whether somebody else waits for it
   */
  public record Turn(
      String holder, long freeAt, long stamp, long since, boolean over, boolean wanted) {}

  /**
   * Amounts leased, by the end of the stretch (sliding) or the start of the day (calendar) that
   * they fall in.
   */
  public record Tally(Map<Long, Long> amounts) {
    /** Keeps a sorted copy. */
    public Tally {
      amounts = Collections.unmodifiableMap(new TreeMap<>(amounts));
    }
  }

  /** Calls that a holder may have in flight, until when (microseconds). */
  public record Places(long count, long until) {}

  /** Some of a window that others use, until when that is believed (microseconds). */
  public record Outside(long amount, long until) {}

  /**
   * What people have set.
   *
   * @param flag whether calls may go
   * @param note why not, in one line for people
   * @param sharePerMille the part of every limit that is ours, 0 to 1000
   * @param plannedPerMille the part that the plan of the job that was loaded last gives us
   * @param byPerson whether a person set the share while work went on; else it is the plan's
   * @param lowered whether the share was lowered and nothing was leased since
   */
  public record Gate(
      Flag flag,
      String note,
      int sharePerMille,
      int plannedPerMille,
      boolean byPerson,
      boolean lowered) {
    /** Whether calls may go. */
    public enum Flag {
      /** They may. */
      OPEN,
      /** A person has paused the budget. */
      PAUSED,
      /** A person has pulled the emergency brake. */
      PANIC
    }

    /** Throws {@link IllegalArgumentException} when the share is not between 0 and 1000. */
    public Gate {
      Objects.requireNonNull(flag, "flag");
      Objects.requireNonNull(note, "note");
      if (sharePerMille < 0 || sharePerMille > 1_000) {
        throw new IllegalArgumentException(
            "OFF-2703 a share is 0 to 1000 per mille, not " + sharePerMille);
      }
    }

    Gate flagged(Flag newFlag, String newNote) {
      return new Gate(newFlag, newNote, sharePerMille, plannedPerMille, byPerson, lowered);
    }

    /** A person's word. */
    Gate shared(int perMille) {
      return new Gate(flag, note, perMille, plannedPerMille, true, lowers(perMille));
    }

    /** A person's word is taken back. */
    Gate asPlanned() {
      return new Gate(flag, note, plannedPerMille, plannedPerMille, false, lowers(plannedPerMille));
    }

    /** What a plan says, which counts where no person has said anything. */
    Gate planned(int perMille) {
      Gate known = new Gate(flag, note, sharePerMille, perMille, byPerson, lowered);
      return byPerson ? known : known.asPlanned();
    }

    private boolean lowers(int perMille) {
      return lowered || perMille < sharePerMille;
    }

    /** After a lease under the lower share: what was sent before it is behind. */
    Gate settled() {
      return new Gate(flag, note, sharePerMille, plannedPerMille, byPerson, false);
    }
  }

  /** The vendor has shut the account until an instant (microseconds), why, and on whose clock. */
  public record Closing(long until, String reason, String by) {}

  /** Keeps copies of the maps. */
  public BudgetState {
    tallies = Map.copyOf(tallies);
    places = Map.copyOf(places);
    outside = Map.copyOf(outside);
  }

  long outside(String window, long now) {
    Outside other = outside.get(window);
    return other == null || other.until() <= now ? 0 : other.amount();
  }

  BudgetState marked(String newMark) {
    return new BudgetState(newMark, turn, tallies, places, gate, closing, outside);
  }

  BudgetState with(Turn newTurn) {
    return new BudgetState(mark, newTurn, tallies, places, gate, closing, outside);
  }

  BudgetState withTallies(Map<String, Tally> newTallies) {
    return new BudgetState(mark, turn, newTallies, places, gate, closing, outside);
  }

  BudgetState withPlaces(Map<String, Places> newPlaces) {
    return new BudgetState(mark, turn, tallies, newPlaces, gate, closing, outside);
  }

  BudgetState with(Gate newGate) {
    return new BudgetState(mark, turn, tallies, places, newGate, closing, outside);
  }

  BudgetState with(Closing newClosing) {
    return new BudgetState(mark, turn, tallies, places, gate, newClosing, outside);
  }

  BudgetState withOutside(Map<String, Outside> newOutside) {
    return new BudgetState(mark, turn, tallies, places, gate, closing, newOutside);
  }
}
