package dev.offramp.stage;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/** Made-up exports of contacts in any order, with equal dates, none at all, and broken rows. */
final class Exports {
  private static final DateTimeFormatter KARTRA =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final LocalDateTime FIRST = LocalDateTime.of(2019, 1, 1, 12, 0);

  private Exports() {}

  /** Rows in no order. */
  static String shuffled(long seed, int rows) {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("id,email,first_name,date_joined,tags,shoe size\n");
    for (int row = 0; row < rows; row++) {
      int kind = random.nextInt(20);
      String email = kind == 0 ? "no-address" : "p" + row + "@example.com";
      String date =
          kind < 3 ? "" : KARTRA.format(FIRST.plusHours(random.nextInt(Math.max(1, rows / 3))));
      csv.append(row).append(',').append(email).append(",\"Ann\n").append(row).append("\",");
      csv.append(date).append(",red;blue,").append(random.nextInt(9) + 36);
      csv.append(kind == 4 ? ",one,cell,too,many\n" : "\n");
    }
    return csv.toString();
  }

  /** Rows oldest first. */
  static String ordered(int rows) {
    StringBuilder csv = new StringBuilder("id,email,date_joined\n");
    for (int row = 0; row < rows; row++) {
      csv.append(row).append(",p").append(row).append("@example.com,");
      csv.append(KARTRA.format(FIRST.plusHours(row))).append('\n');
    }
    return csv.toString();
  }
}
