package dev.offramp.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Says on which pages a key may be: eight bytes a key, four of which are a hash of it. The hash of
 * another key is the same now and then (for one of two thousand among two million), which costs a
 * look at a page. Sorted runs are merged as they grow, so that there are few.
 */
final class LinkIndex {
  private final List<long[]> runs = new ArrayList<>();
  private int size;

  /** A hash of a key. It is stored, so it stays what it is. */
  static int hash(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  /**
   * Adds keys.
   *
   * @param hashes of the keys, in the order of the lines
   * @param firstPage the number of the page of the first of them
   * @param lines how many lines a page has
   */
  void add(int[] hashes, int firstPage, int lines) {
    long[] run = new long[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      run[i] = entry(hashes[i], firstPage + i / lines);
    }
    Arrays.sort(run);
    runs.add(run);
    size += run.length;
    while (runs.size() > 1 && runs.get(runs.size() - 2).length <= 2 * last().length) {
      long[] later = runs.remove(runs.size() - 1);
      runs.set(runs.size() - 1, merged(last(), later));
    }
  }

  private long[] last() {
    return runs.get(runs.size() - 1);
  }

  private static long[] merged(long[] one, long[] other) {
    long[] both = new long[one.length + other.length];
    int i = 0;
    int j = 0;
    for (int k = 0; k < both.length; k++) {
      boolean first = j == other.length || (i < one.length && one[i] <= other[j]);
      both[k] = first ? one[i++] : other[j++];
    }
    return both;
  }

  private static long entry(int hash, int page) {
    return ((long) hash << Integer.SIZE) | page;
  }

  /** The numbers of the pages on which a key may be, the highest first. */
  List<Integer> pages(String key) {
    return pages(hash(key));
  }

  /** The same for a hash. */
  List<Integer> pages(int hash) {
    List<Integer> pages = new ArrayList<>();
    for (long[] run : runs) {
      int at = Arrays.binarySearch(run, entry(hash, 0));
      for (int i = at < 0 ? -at - 1 : first(run, at); i < run.length && hash(run[i]) == hash; i++) {
        pages.add((int) run[i]);
      }
    }
    return pages.stream().distinct().sorted((a, b) -> Integer.compare(b, a)).toList();
  }

  /** A key may be on a page twice, and a search finds any of the two. */
  private static int first(long[] run, int at) {
    int first = at;
    while (first > 0 && run[first - 1] == run[at]) {
      first--;
    }
    return first;
  }

  private static int hash(long entry) {
    return (int) (entry >> Integer.SIZE);
  }

  /** How much memory the runs take. */
  long bytes() {
    return runs.stream().mapToLong(run -> (long) run.length * Long.BYTES).sum();
  }

  /** How many sorted runs there are. */
  int runs() {
    return runs.size();
  }

  /** How many keys it holds, those that occur several times as often. */
  int size() {
    return size;
  }
}
