package dev.offramp.throttle;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a loader believes of the others at its budget, and so when it looks at the item again.
 *
 * <p>How many others there are it learns from how many turns it sees go to somebody else before its
 * own. The more, the more rarely it looks: so whatever their number, they look some seven times a
 * second together, often enough that a turn which is over is taken within its last block and that a
 * stamp is seen soon after it was written, and so rarely that hardly ever two of them pay for a
 * write of which one is refused. And the longer the store takes to answer: those who have just come
 * do not know yet how many they are. What one lane of a loader has seen counts for all of them.
 */
final class Outlook {
  private static final long LOOK = Micros.of(Duration.ofMillis(200));

  /** A turn of a few: less than a loader's patience, so that the other one of two waits for it. */
  private static final long TURN = Micros.of(Duration.ofSeconds(4));

  /** So many that most of them are sent away to come again, however short a turn is. */
  private static final int MANY = 5;

  private static final long TURN_FOR_EACH = Micros.of(Duration.ofSeconds(2));
  private static final long LONGEST_TURN = Micros.of(Duration.ofSeconds(16));

  /** More others than a loader can tell apart from fewer. */
  private static final int MOST = 100;

  /** Within what time the first of those who came at once says that somebody waits. */
  private static final long NOTE = Micros.of(Duration.ofMillis(300));

  /** Within what time the first of those who see the end of a turn takes the next one. */
  private static final long MOMENT = Micros.of(Duration.ofMillis(300));

  /**
   * How many times as long as the store took to answer who waits leaves it alone. A store, or a
   * machine, that is busy with the looks of many has no time for the block of the one whose turn it
   * is.
   */
  private static final long BUSY = 20;

  /** An answer may be late because this process stood still: for that nobody stays away long. */
  private static final long LONGEST_LEAVE = Micros.of(Duration.ofSeconds(10));

  private final String holder;
  private final SplittableRandom random;
  private int others = MANY - 1;
  private int turnsLost;
  private long leave;
  private Action.Wait nothingBefore;
  private boolean noteIsDue;
  private boolean turnIsDue;

  Outlook(String holder) {
    this.holder = holder;
    // Loaders differ in this, and a simulation can repeat it.
    this.random = new SplittableRandom(holder.hashCode());
  }

  /** What to wait for while there is nothing to see. */
  Optional<Action> pause(long now) {
    return Optional.ofNullable(nothingBefore).filter(wait -> now < wait.until()).map(w -> w);
  }

  /** The store has answered. */
  void answered(long took) {
    leave = Math.min(LONGEST_LEAVE, BUSY * took);
  }

  /** How the next ask shares the budget. */
  Ask.Rhythm rhythm() {
    int believed = believed();
    long apart = Math.max(LOOK * believed, leave) / 2;
    long look = apart + random.nextLong(apart);
    return believed < MANY
        ? new Ask.Rhythm(TURN, look, random.nextLong(LOOK))
        : new Ask.Rhythm(Math.min(LONGEST_TURN, TURN_FOR_EACH * believed), look, look);
  }

  /**
   * Who has lost more turns than there were others is sure of it the sooner the longer it lasts.
   */
  private int believed() {
    int more = Math.max(0, turnsLost - others);
    return Math.max(1, Math.min(MOST, others + more + more * more / 2));
  }

  /** What to do about somebody else's turn. */
  Action later(Decision.Later later, long version, long now) {
    boolean note = later.note().isPresent();
    boolean first = note && !noteIsDue;
    noteIsDue = first;
    nothingBefore =
        new Action.Wait(
            first ? now + random.nextLong(Math.max(NOTE, leave)) : later.at(), later.reason());
    return note && !first ? new Action.Write(version, later.note().get()) : nothingBefore;
  }

  /**
   * What to wait for before a turn is taken that somebody else has ended: of many who saw it at
   * once the one with the shortest pause writes, and the others see that and pay for nothing. There
   * is time, as the last block of a turn is in use yet.
   *
   * @param free when the turn may begin
   */
  Optional<Action> beforeOurTurn(long free, long now) {
    long time = Math.min(MOMENT, (free - now) / 4);
    turnIsDue = !turnIsDue && others + turnsLost > MANY && time > 0;
    if (!turnIsDue) {
      return Optional.empty();
    }
    nothingBefore = new Action.Wait(now + random.nextLong(time), "others may have their turn");
    return Optional.of(nothingBefore);
  }

  /** Somebody's turn has begun. */
  void turnWentTo(String newHolder) {
    turnIsDue = false;
    if (newHolder.equals(holder)) {
      others = (believed() + turnsLost) / 2;
      turnsLost = 0;
    } else {
      turnsLost = Math.min(MOST, turnsLost + 1);
    }
  }

  /**
   * A write was answered: what stood in the way of one that was refused may mean something else.
   */
  void wrote(boolean done) {
    if (!done) {
      nothingBefore = null;
    }
  }
}
