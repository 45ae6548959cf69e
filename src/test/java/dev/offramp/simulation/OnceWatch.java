package dev.offramp.simulation;

import dev.offramp.crm.Draft;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Invariant 3: nobody has two records because of us. */
final class OnceWatch implements Watch {
  private final World world;

  OnceWatch(World world) {
    this.world = world;
  }

  @Override
  public void after(String method, Object[] args) {
    if (!method.equals("create")) {
      return;
    }
    Map<String, String> known = new HashMap<>();
    Set<String> asked = new HashSet<>();
    ((Collection<?>) args[0]).forEach(draft -> asked.add(((Draft) draft).fields().get("email")));
    world
        .crm
        .records()
        .records()
        .forEach(
            (id, fields) -> {
              // Nobody can know that a record with an address of which no row speaks is theirs.
              String email = fields.getOrDefault("email", "");
              int person = world.migration.person(email);
              boolean ours = world.crm.made().contains(id);
              if (!asked.contains(email)) {
                return;
              }
              once(known, "address " + email, id, ours);
              if (ours && person >= 0) {
                once(known, "person " + person, id, true);
              }
            });
  }

  private static void once(Map<String, String> known, String who, String id, boolean ours) {
    String other = known.put(who, id);
    if (other != null && ours) {
      throw new Violation(3, who + " has the records " + other + " and " + id);
    }
  }
}
