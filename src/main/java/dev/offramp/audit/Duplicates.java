package dev.offramp.audit;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Rows about something that an earlier row was about.
 *
 * @param total rows that repeat an earlier row's id or address
 * @param byId those that repeat an id
 * @param byEmail those that repeat an address, whatever its capitals
 * @param complete whether all rows were compared; else the file has more than {@link RowKeys#MOST}
 */
public record Duplicates(long total, Tally byId, Tally byEmail, boolean complete) {

  /** Finds them. */
  static Duplicates of(RowKeys keys) {
    Repeats ids = new Repeats(keys.size(), keys::id, keys::line);
    Repeats emails = new Repeats(keys.size(), keys::email, keys::line);
    long total = 0;
    for (int row = 0; row < keys.size(); row++) {
      total += ids.is(row) || emails.is(row) ? 1 : 0;
    }
    return new Duplicates(total, ids.tally(), emails.tally(), !keys.more());
  }

  /** The rows whose key an earlier line has. */
  private static final class Repeats {
    private final int rows;
    private final IntToLongFunction key;
    private final IntToLongFunction line;
    private final long[] repeated;
    private final long[] firstLine;

    Repeats(int rows, IntToLongFunction key, IntToLongFunction line) {
      this.rows = rows;
      this.key = key;
      this.line = line;
      this.repeated = repeated(IntStream.range(0, rows).mapToLong(key).sorted().toArray());
      this.firstLine = new long[repeated.length];
      Arrays.fill(firstLine, Long.MAX_VALUE);
      for (int row = 0; row < rows; row++) {
        int at = Arrays.binarySearch(repeated, key.applyAsLong(row));
        if (at >= 0) {
          firstLine[at] = Math.min(firstLine[at], line.applyAsLong(row));
        }
      }
    }

    private static long[] repeated(long[] sorted) {
      return IntStream.range(1, sorted.length)
          .filter(i -> sorted[i] == sorted[i - 1] && sorted[i] != 0)
          .filter(i -> i == 1 || sorted[i - 2] != sorted[i])
          .mapToLong(i -> sorted[i])
          .toArray();
    }

    boolean is(int row) {
      int at = Arrays.binarySearch(repeated, key.applyAsLong(row));
      return at >= 0 && line.applyAsLong(row) != firstLine[at];
    }

    Tally tally() {
      long count = 0;
      PriorityQueue<Long> first = new PriorityQueue<>(java.util.Comparator.reverseOrder());
      for (int row = 0; row < rows; row++) {
        if (is(row)) {
          count++;
          first.add(line.applyAsLong(row));
          if (first.size() > Tally.MOST_LINES) {
            first.remove();
          }
        }
      }
      List<Long> lines = first.stream().sorted().toList();
      return new Tally(count, lines);
    }
  }
}
