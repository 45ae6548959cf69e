package dev.offramp.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Makes exports of people who do not exist, always the same: mostly ASCII, with some accents, some
 * quoted cells and some lines within cells, as exports have them.
 */
final class SyntheticExport {
  private static final String CONTACTS =
      "id,first_name,last_name,email,phone_country_code,phone,company,address,city,state,zip,"
          + "country,website,date_joined,ip,source,score,notes,tags,lists";
  private static final List<String> NAMES =
      List.of("Ada", "Grace", "Zo\u00eb", "Ren\u00e9e", "Bob", "Mar\u00eda", "Li", "Olga", "Sam");
  private static final List<String> TOWNS =
      List.of("Springfield", "Z\u00fcrich", "Lyon", "Austin", "Boston", "Malm\u00f6", "Leeds");
  private static final List<String> TYPES = List.of("Sale", "Rebill", "Refund", "Failed");
  private static final int TRANSACTION_COLUMNS = 57;

  private final Random random = new Random(1);

  /** Contacts of 20 columns. */
  byte[] contacts(int rows) {
    StringBuilder text = new StringBuilder(CONTACTS).append("\r\n");
    for (int row = 0; row < rows; row++) {
      String first = pick(NAMES);
      String last = pick(NAMES) + "son";
      text.append(100_000 + row).append(',').append(first).append(',').append(last);
      text.append(",person").append(row).append("@example.com,1,202555");
      text.append("%04d".formatted(random.nextInt(10_000)));
      text.append(",Example Works,").append(row).append(" Main Street,").append(pick(TOWNS));
      text.append(",TX,787").append(10 + random.nextInt(90)).append(",United States,");
      text.append("https://www.example.com/").append(row).append(",2026-04-").append(10 + row % 20);
      text.append(" 13:05:00,192.0.2.").append(row % 256).append(",webinar,").append(row % 100);
      text.append(row % 10 == 0 ? ",\"called, said \"\"later\"\"\nagain\"" : ",");
      text.append(",\"vip, buyer, spring ").append(row % 7).append("\",newsletter\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Transactions of 57 columns, many of them empty. */
  byte[] transactions(int rows) {
    StringBuilder text =
        new StringBuilder("ID,Transaction_Type,Date,Product,Amount_(USD),Buyer_Name,Buyer_Email");
    for (int column = 7; column < TRANSACTION_COLUMNS; column++) {
      text.append(",Column_").append(column);
    }
    text.append('\n');
    for (int row = 0; row < rows; row++) {
      text.append(700_000 + row).append(',').append(pick(TYPES)).append(",2026-04-");
      text.append(10 + row % 20).append(" 13:05:00,\"Course, part ").append(row % 9).append("\",");
      text.append(random.nextInt(500)).append(".00,").append(pick(NAMES)).append(" Byron,person");
      text.append(row).append("@example.com");
      for (int column = 7; column < TRANSACTION_COLUMNS; column++) {
        text.append(',').append(column % 3 == 0 ? "value" + random.nextInt(1000) : "");
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String pick(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
