package dev.offramp.stage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.offramp.kartra.csv.Dialect;
import dev.offramp.kartra.csv.ReadPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where a parser goes on: in the upload while runs are cut, in the runs while they are merged.
 *
 * @param position the next row of the upload; at its end once it is read
 * @param digest the state of the upload's digest up to there
 * @param runs the runs that were cut so far; empty once the upload is read, see {@link RunMark}
 * @param parts how many parts of the run that is not full yet are kept; see {@link RunParts}
 * @param sha256 the digest of the whole upload; empty until it is read
 * @param offsets by run, the byte at which the merge goes on; empty until the upload is read
 * @param again whether the upload is read once more, since the whole of it shows that the first
 *     reading was wrong; see {@link Reading}
 */
record Checkpoint(
    ReadPosition position,
    String digest,
    List<RunMark> runs,
    int parts,
    String sha256,
    List<Long> offsets,
    boolean again) {

  /** Copies the lists. */
  Checkpoint {
    runs = List.copyOf(runs);
    offsets = List.copyOf(offsets);
  }

  /** Nothing is read yet. */
  static Checkpoint start(Dialect dialect) {
    return start(dialect, false);
  }

  /** From the start once more. */
  static Checkpoint startAgain(Dialect dialect) {
    return start(dialect, true);
  }

  private static Checkpoint start(Dialect dialect, boolean again) {
    return new Checkpoint(ReadPosition.start(dialect), "", List.of(), 0, "", List.of(), again);
  }

  /** Whether nothing is read yet. */
  @JsonIgnore
  boolean isFresh() {
    return digest.isEmpty();
  }

  /** Whether the upload is read to its end. */
  @JsonIgnore
  boolean isScanned() {
    return !sha256.isEmpty();
  }

  /** After one more part of a run that is not full yet. */
  Checkpoint read(ReadPosition next, String state) {
    return new Checkpoint(next, state, runs, parts + 1, "", List.of(), again);
  }

  /** After one more run. */
  Checkpoint cut(ReadPosition next, String state, RunMark run) {
    List<RunMark> all = new ArrayList<>(runs);
    all.add(run);
    return new Checkpoint(next, state, all, 0, "", List.of(), again);
  }

  /** After the last run: the merge starts at the beginning of each. */
  Checkpoint scanned(String wholeDigest) {
    return new Checkpoint(
        position, "", List.of(), 0, wholeDigest, Collections.nCopies(runs.size(), 0L), again);
  }

  /** After one more chunk. */
  Checkpoint merged(List<Long> next) {
    return new Checkpoint(position, "", List.of(), 0, sha256, next, again);
  }
}
