package dev.offramp.local;

/** How the functions are run. */
public enum ExecutionKind {
  /**
   * {@link #PROCESS} where AWS's runtime client has a native part (Linux), else {@link #PORTABLE}.
   */
  AUTOMATIC,
  /**
   * A process for each environment, with AWS's runtime interface client: what runs at AWS. Linux
   * only.
   */
  PROCESS,
  /** A process for each environment, with a small runtime client in plain Java: any system. */
  PORTABLE
}
