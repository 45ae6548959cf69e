package dev.offramp.bench.makespan;

/**
 * An export of people with names and addresses alone, to whom nothing but a record is done: a call
 * that looks for each, and one that makes it.
 */
final class PlainContacts {
  private final int people;

  PlainContacts(int people) {
    this.people = people;
  }

  String csv() {
    StringBuilder csv = new StringBuilder("id,first_name,last_name,email,gdpr_lead_status\n");
    for (int n = 0; n < people; n++) {
      csv.append(100_000 + n).append(",Anna,Miller,person").append(n).append("@example.com,0\n");
    }
    return csv.toString();
  }
}
