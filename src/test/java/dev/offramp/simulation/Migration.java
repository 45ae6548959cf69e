package dev.offramp.simulation;

import dev.offramp.crm.ConsentOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small made-up migration: uploads about people who come twice, with two ids or two addresses.
 */
final class Migration {
  /** Part of every last name, so that no text of ours may hold it (invariant 8). */
  static final String SURNAME = "Quixley";

  private static final String HEADER =
      "id,email,first_name,last_name,city,date_joined,tags,lists,gdpr_lead_status\n";
  private static final List<String> CITIES = List.of("Turin", "Milan", "Rome", "");
  private static final List<String> TAGS = List.of("", "vip", "vip;lead", "lead", "cold");
  private static final List<String> LISTS = List.of("", "news", "news;course", "course");

  private final Random random;
  private final Map<String, String> uploads = new LinkedHashMap<>();
  private final List<SourceRow> rows = new ArrayList<>();
  private final Map<String, Integer> people = new HashMap<>();
  private final int count;

  Migration(Random random, int files, int mostRows) {
    this.random = random;
    this.count = 2 + random.nextInt(Math.max(1, mostRows));
    for (int file = 0; file < files; file++) {
      int size = 3 + random.nextInt(Math.max(1, mostRows - 2));
      String name = "contacts" + file + ".csv";
      uploads.put(name, csv(name, size));
    }
    if (random.nextInt(8) == 0) {
      uploads.put("sales.csv", sales(2 + random.nextInt(6)));
    }
  }

  /** Uploads by file name. */
  Map<String, String> uploads() {
    return uploads;
  }

  /** The rows about contacts that are no broken ones. */
  List<SourceRow> rows() {
    return rows;
  }

  /** How many people there may be. */
  int count() {
    return count;
  }

  /** Whose address it is; -1 for nobody's. */
  int person(String email) {
    return people.getOrDefault(email, -1);
  }

  static String email(int person, int variant) {
    return "p" + person + (variant == 0 ? "" : "x") + "@example.com";
  }

  private String csv(String name, int size) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int row = 0; row < size; row++) {
      int person = random.nextInt(count);
      boolean broken = random.nextInt(15) == 0;
      boolean other = random.nextInt(3) == 0;
      boolean twoIds = person % 2 == 0;
      int id = 1000 + person * 2 + (other && twoIds ? 1 : 0);
      String email = email(person, other && !twoIds ? 1 : 0);
      int code = List.of(2, 2, 1, 3).get(random.nextInt(4));
      csv.append(random.nextInt(12) == 0 && twoIds ? "" : Integer.toString(id)).append(',');
      csv.append(broken ? "no-address" : email).append(",Ann,");
      csv.append(person % 17 == 16 ? "Refused" : SURNAME + person).append(',');
      csv.append(CITIES.get(random.nextInt(CITIES.size()))).append(',').append(date()).append(',');
      csv.append(TAGS.get(random.nextInt(TAGS.size()))).append(',');
      csv.append(LISTS.get(random.nextInt(LISTS.size()))).append(',').append(code).append('\n');
      if (!broken) {
        people.put(email, person);
        rows.add(new SourceRow(name, row, person, email, consent(code)));
      }
    }
    return csv.toString();
  }

  private String date() {
    return random.nextInt(10) == 0
        ? ""
        : "2023-%02d-%02d 10:%02d:00"
            .formatted(1 + random.nextInt(12), 1 + random.nextInt(28), random.nextInt(60));
  }

  private static ConsentOrder consent(int code) {
    return switch (code) {
      case 2 -> ConsentOrder.SUBSCRIBE;
      case 1 -> ConsentOrder.LEAVE;
      default -> ConsentOrder.OPT_OUT;
    };
  }

  private String sales(int size) {
    StringBuilder csv = new StringBuilder("ID,Transaction_Type,Date,Amount (USD),lead_id\n");
    for (int row = 0; row < size; row++) {
      csv.append(row + 1).append(",Sale,2023-05-01 10:00:00,12.00,1000\n");
    }
    return csv.toString();
  }
}
