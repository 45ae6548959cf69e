package dev.offramp.load;

import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts records that the destination made in another order than their rows', which is that of the
 * contacts' dates. What counts is when the destination's answer, or what was looked up in its
 * place, became known; records of one answer are taken for made in the order of the call. Chunks
 * are loaded one after another, so a job's count is the sum of its chunks'.
 */
public final class CreationOrder {
  private static final String FOLDER = "order";

  private final WorkFiles files;

  /** Takes the work area. */
  public CreationOrder(WorkFiles files) {
    this.files = files;
  }

  /**
   * What is out of order.
   *
   * @param rows the records that were made after one whose row comes later
   * @param inversions the pairs of records that were made in the opposite order of their rows
   */
  public record Count(long rows, long inversions) {
    /** All in order. */
    public static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
      return new Count(rows + other.rows, inversions + other.inversions);
    }
  }

  /** The count of a job's chunks that are loaded so far. */
  public Count of(Job job) {
    return files.list(job.id(), FOLDER).stream()
        .map(key -> files.readDocument(key, Count.class).orElse(Count.NONE))
        .reduce(Count.NONE, Count::plus);
  }

  /** Keeps a chunk's count; a chunk in order, which is what most are, costs nothing. */
  void keep(ChunkContext context, List<PersonGroup> groups, Map<String, PersonState> people) {
    Count count = count(places(context.book(), groups, people));
    if (!count.equals(Count.NONE)) {
      files.writeDocument(
          WorkFiles.chunkKey(context.job().id(), FOLDER, context.chunk().index()), count);
    }
  }

  /** The places of the records in their chunk, in the order in which they were made. */
  private static List<Integer> places(
      ChunkBook book, List<PersonGroup> groups, Map<String, PersonState> people) {
    Map<String, Integer> open = new HashMap<>();
    for (int place = 0; place < groups.size(); place++) {
      String trace = groups.get(place).trace();
      if (people.get(trace).made()) {
        open.put(trace, place);
      }
    }
    List<Integer> places = new ArrayList<>();
    for (List<LedgerLine> answer : book.acknowledged()) {
      for (LedgerLine line : answer) {
        Integer place = ConsentStage.took(line) ? open.remove(line.trace()) : null;
        if (place != null) {
          places.add(place);
        }
      }
    }
    return places;
  }

  /** Counts by putting them in order and adding up how far each has to go back. */
  static Count count(List<Integer> places) {
    List<Integer> sorted = new ArrayList<>();
    long rows = 0;
    long inversions = 0;
    for (Integer place : places) {
      int at = -1 - Collections.binarySearch(sorted, place);
      rows += at < sorted.size() ? 1 : 0;
      inversions += sorted.size() - at;
      sorted.add(at, place);
    }
    return new Count(rows, inversions);
  }
}
