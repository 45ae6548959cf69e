package dev.offramp.kartra.contact;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One column for the whole name: destinations want two. The last word is the surname, with the
 * particles before it ("van der Berg") and what follows names ("Jr."); a comma turns it around.
 */
final class FullNames {
  private static final Set<String> SUFFIXES =
      Set.of("jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d.");

  private FullNames() {}

  /** Fills first and last name where they are missing, and takes the whole name out. */
  static void split(Map<String, String> fields) {
    String full = fields.remove("full_name");
    if (full == null) {
      return;
    }
    boolean first = fields.containsKey("first_name");
    boolean last = fields.containsKey("last_name");
    if (first || last) {
      complete(
          fields, full, first ? "first_name" : "last_name", first ? "last_name" : "first_name");
      return;
    }
    List<String> words = List.of(full.strip().split("\\s+", -1));
    int comma = full.indexOf(',');
    boolean turned = comma > 0 && !SUFFIXES.contains(after(full, comma).toLowerCase(Locale.ROOT));
    int from = surname(words);
    put(fields, "first_name", turned ? after(full, comma) : join(words.subList(0, from)));
    put(
        fields,
        "last_name",
        turned ? full.substring(0, comma) : join(words.subList(from, words.size())));
  }

  /** One half is known: the rest of the whole name is the other, where it fits. */
  private static void complete(
      Map<String, String> fields, String full, String known, String missing) {
    String half = fields.get(known);
    if (!fields.containsKey(missing) && full.length() > half.length()) {
      if (full.startsWith(half + " ")) {
        put(fields, missing, full.substring(half.length()));
      } else if (full.endsWith(" " + half)) {
        put(fields, missing, full.substring(0, full.length() - half.length()));
      }
    }
  }

  /** The first word of the surname; all words belong to the first name where there is but one. */
  private static int surname(List<String> words) {
    int from = words.size() - 1;
    if (from == 0) {
      return 1;
    }
    if (from > 1 && SUFFIXES.contains(words.get(from).toLowerCase(Locale.ROOT))) {
      from--;
    }
    // Only beside capitals does a small word show that it is a particle.
    boolean capitals = Character.isUpperCase(words.get(0).codePointAt(0));
    while (capitals && from > 1 && Character.isLowerCase(words.get(from - 1).codePointAt(0))) {
      from--;
    }
    return from;
  }

  private static String after(String full, int comma) {
    return full.substring(comma + 1).strip();
  }

  private static String join(List<String> words) {
    return String.join(" ", words);
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (!value.isBlank()) {
      fields.put(name, value.strip());
    }
  }
}
