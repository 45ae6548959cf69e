package dev.offramp.job;

/** Where a chunk is. A chunk only ever moves forward: PARSED, MAPPED, LOADING, LOADED. */
public enum ChunkState {
  /** Its rows are in the work area. */
  PARSED,
  /** Its operations are in the work area. */
  MAPPED,
  /** A loader has it, under the lease whose fence the chunk carries. */
  LOADING,
  /** Every row of it has its outcome. */
  LOADED
}
