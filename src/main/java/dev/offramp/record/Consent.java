package dev.offramp.record;

import java.util.List;
import java.util.Objects;

/**
 * A person's consent with its evidence.
 *
 * @param consentClass what it comes to
 * @param evidence which columns with which codes, or which upload's status, said so; codes only, no
 *     personal data
 */
public record Consent(ConsentClass consentClass, List<String> evidence) {
  /** Copies the evidence. */
  public Consent {
    Objects.requireNonNull(consentClass);
    evidence = List.copyOf(evidence);
  }

  /** The stricter of two, with the evidence of both. */
  public Consent strictest(Consent other) {
    List<String> both =
        java.util.stream.Stream.concat(evidence.stream(), other.evidence.stream())
            .distinct()
            .toList();
    return new Consent(consentClass.strictest(other.consentClass), both);
  }
}
