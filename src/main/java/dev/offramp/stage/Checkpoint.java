package dev.offramp.stage;

import dev.offramp.kartra.csv.ReadPosition;

/**
 * Where a parser goes on.
 *
 * @param position the next row
 * @param digest the state of the upload's digest up to there
 */
record Checkpoint(ReadPosition position, String digest) {}
