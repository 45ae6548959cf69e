package dev.offramp.load;

import java.util.List;

/**
 * What was read of a chunk's people while the chunks before were loaded.
 *
 * @param chunk the chunk's place in its job
 * @param fence of the loader that read it; nobody else may use it
 * @param groups the chunk's people
 * @param priors what there was of them
 * @param before with whom the chunks had to do that were loaded meanwhile
 */
record Ahead(int chunk, long fence, List<PersonGroup> groups, Priors priors, List<Trail> before) {

  /** Whether what was read of a person still stands. */
  boolean stillKnows(PersonGroup group) {
    return priors.traces().contains(group.trace())
        && before.stream().noneMatch(trail -> trail.crosses(group, priors));
  }
}
