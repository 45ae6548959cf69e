package dev.offramp.job;

/** Another one holds the lease by now: stop at once and write nothing more. */
public class StaleLeaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the resource. */
  public StaleLeaseException(String resource) {
    super("the lease of " + resource + " is no longer ours");
  }
}
