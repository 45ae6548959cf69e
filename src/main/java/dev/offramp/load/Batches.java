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
}
