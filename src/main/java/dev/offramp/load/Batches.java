package dev.offramp.load;

import java.util.ArrayList;
import java.util.List;

/** Cuts work into calls. */
final class Batches {
  private Batches() {}

  /** Parts of at most so many, in order. */
  static <T> List<List<T>> of(List<T> all, int most) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += most) {
      parts.add(all.subList(from, Math.min(all.size(), from + most)));
    }
    return parts;
  }

  /** So many parts of nearly the same size, in order; fewer where there is less than that. */
  static <T> List<List<T>> into(List<T> all, int parts) {
    return of(all, Math.max(1, (all.size() + parts - 1) / parts));
  }
}
