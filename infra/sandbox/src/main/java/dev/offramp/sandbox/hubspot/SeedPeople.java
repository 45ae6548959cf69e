package dev.offramp.sandbox.hubspot;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * People who are there before a migration: some of them are in the export too, some have values
 * that differ, some have opted out.
 */
final class SeedPeople {
  private final ContactBook contacts;
  private final ConsentBook consent;

  SeedPeople(ContactBook contacts, ConsentBook consent) {
    this.contacts = contacts;
    this.consent = consent;
  }

  void seed(long seed, int people) {
    Random random = new Random(seed);
    for (int n = 0; n < people; n++) {
      // Half of the addresses are those that the export's generator gives its first people.
      String email =
          n % 2 == 0 ? "person%d@example.com".formatted(n) : "neighbour%d@example.org".formatted(n);
      if (contacts.knowsEmail(email)) {
        continue;
      }
      Map<String, String> values = new HashMap<>();
      values.put("email", email);
      values.put("firstname", "Known" + n);
      if (random.nextBoolean()) {
        values.put("city", "Elsewhere");
      }
      if (random.nextInt(3) == 0) {
        values.put("phone", "+12025550" + (100 + n % 100));
      }
      contacts.add(values);
      int draw = random.nextInt(10);
      if (draw == 0) {
        consent.set(email, "11", "UNSUBSCRIBED");
        consent.set(email, "12", "UNSUBSCRIBED");
      } else if (draw == 1) {
        consent.set(email, "11", "SUBSCRIBED");
      }
    }
  }
}
