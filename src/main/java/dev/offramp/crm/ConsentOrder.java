package dev.offramp.crm;

/**
 * What a load does about a person's consent (invariant 6: it never rises above what Kartra has).
 */
public enum ConsentOrder {
  /** Record a refusal. */
  OPT_OUT,
  /** Record a permission, unless the destination holds a refusal. */
  SUBSCRIBE,
  /** Leave whatever the destination has. */
  LEAVE;

  /** Of two orders about one person the stricter: a refusal, then silence, then a permission. */
  public ConsentOrder strictest(ConsentOrder other) {
    if (this == OPT_OUT || other == OPT_OUT) {
      return OPT_OUT;
    }
    return this == LEAVE ? this : other;
  }
}
