package dev.offramp.load;

import java.util.Set;

/**
 * How a rollback goes about it.
 *
 * @param force what is also taken back where a person has changed it since
 * @param elsewhere what jobs have written that stay: that is no person's change
 * @param othersApart whether a job may have written what is there that is not taken back together
 *     with this one: then it is looked at once more
 */
record UndoPolicy(Set<Forced> force, WrittenElsewhere elsewhere, boolean othersApart) {
  /** Nothing that a person has changed is touched. */
  static final UndoPolicy GENTLE = gentle(false);

  /** Copies the kinds. */
  UndoPolicy {
    force = Set.copyOf(force);
  }

  /** With no job that stays. */
  UndoPolicy(Set<Forced> force) {
    this(force, WrittenElsewhere.NOTHING, false);
  }

  /** Nothing that a person has changed is touched. */
  static UndoPolicy gentle(boolean othersApart) {
    return new UndoPolicy(Set.of(), WrittenElsewhere.NOTHING, othersApart);
  }

  /** Whether this is taken back whatever somebody has done to it. */
  boolean forces(Forced kind) {
    return force.contains(kind);
  }

  /** Whether a contact that we made goes whatever somebody has changed in it. */
  boolean forcesContact(String record) {
    return forces(Forced.CONTACTS) && !elsewhere.wrote(record);
  }

  /** Whether a field goes back whatever value it has by now. */
  boolean forcesField(String record, String field, String value) {
    return forces(Forced.FIELDS) && !elsewhere.wrote(record, field, value);
  }

  /** Whether the tags go back to what they were whatever somebody has added or taken off. */
  boolean forcesTags(String record, String tagField) {
    return forces(Forced.TAGS) && !elsewhere.wrote(record, tagField);
  }
}
