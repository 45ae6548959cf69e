package dev.offramp.kartra.api;

/**
 * By what Kartra finds a person; the id wins.
 *
 * @param id Kartra's id, or empty
 * @param email the address, or empty
 */
public record LeadKey(String id, String email) {
  /** One of the two has to be there. */
  public LeadKey {
    if (id.isBlank() && email.isBlank()) {
      throw new IllegalArgumentException("neither an id nor an address");
    }
  }

  String member() {
    return id.isBlank() ? "email" : "id";
  }

  String value() {
    return id.isBlank() ? email : id;
  }

  /** Nothing of the person (invariant 8). */
  @Override
  public String toString() {
    return "LeadKey[" + member() + "]";
  }
}
