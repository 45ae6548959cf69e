package dev.offramp.load;

import dev.offramp.crm.Traits;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tags as a multiple-choice field of a destination holds them: a set, whatever their order. */
final class TagValues {
  private final Traits traits;

  TagValues(Traits traits) {
    this.traits = traits;
  }

  /** Whether a field holds tags. */
  boolean isIn(String field) {
    return field.equals(traits.tagField());
  }

  /** The tags of a value; none of an empty one. */
  Set<String> of(String value) {
    return value.isEmpty()
        ? new LinkedHashSet<>()
        : new LinkedHashSet<>(List.of(value.split(Pattern.quote(traits.valueSeparator()), -1)));
  }

  /** What a change adds to the tags that were there before it. */
  Set<String> added(String before, String wanted) {
    Set<String> added = of(wanted);
    added.removeAll(of(before));
    return added;
  }

  /** The tags as a value. */
  String joined(Collection<String> tags) {
    return String.join(traits.valueSeparator(), tags);
  }

  /** Whether two values of a field say the same. */
  boolean same(String field, String a, String b) {
    return isIn(field) ? of(a).equals(of(b)) : a.equals(b);
  }
}
