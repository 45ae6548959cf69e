package dev.offramp.sandbox.kartra;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes contacts exports as Kartra would, of people who do not exist: dirty phones, several
 * scripts, tags, lists, custom fields of all five types, consent codes, people twice, rows that
 * cannot be taken. The same seed and count give the same bytes.
 *
 * <p>Kartra publishes no list of columns; the names are those of its API
 * (support.kartra.com/support/solutions/articles/153000169499).
 */
public final class ExportGenerator {
  private static final List<String> HEADER =
      List.of(
          "id",
          "first_name",
          "last_name",
          "email",
          "phone_country_code",
          "phone",
          "company",
          "address",
          "city",
          "state",
          "zip",
          "country",
          "website",
          "date_joined",
          "ip_country",
          "source",
          "score",
          "notes",
          "blacklisted",
          "status",
          "gdpr_lead_status",
          "gdpr_lead_status_date",
          "gdpr_lead_communications",
          "tags",
          "lists",
          "Favourite topic",
          "Tell us about you",
          "Business size",
          "How did you hear of us",
          "Interests");
  private static final String[] FIRST = {
    "Anna", "Björn", "Chloé", "Дмитрий", "Ελένη", "فاطمة", "יעל", "प्रिया", "さくら", "伟",
    "José", "Zoë", "Łukasz", "Søren", "Nguyễn", "Maria", "Tom", "Aisha", "Émile", "Iñigo"
  };
  private static final String[] LAST = {
    "Miller",
    "O'Brien",
    "Müller",
    "Иванова",
    "Παπαδοπούλου",
    "السيد",
    "כהן",
    "शर्मा",
    "田中",
    "王",
    "García",
    "van der Berg",
    "Dvořák",
    "Åström",
    "Smith-Jones",
    "D’Angelo",
    "Rossi",
    "Kim",
    "Silva",
    "Núñez"
  };
  private static final String[] TAGS = {
    "Lead magnet: checklist",
    "Webinar 2024",
    "Customer",
    "VIP",
    "Bought: Course A",
    "Bought: Course B",
    "Refunded",
    "Affiliate",
    "Podcast",
    "Challenge Day 1",
    "Challenge Day 7",
    "Newsletter",
    "Café Club",
    "1:1 Coaching",
    "Mastermind",
    "Abandoned cart",
    "Black Friday",
    "Waitlist",
    "Beta",
    "Speaker"
  };
  private static final String[] LISTS = {
    "Main newsletter", "Course A students", "Course B students", "Event guests"
  };
  private static final String[] TOPICS = {"Sales", "Mindset", "Health", "Money", "Family"};
  private static final String[] SIZES = {"Just me", "2-10", "11-50", "51+"};
  private static final String[] HEARD = {"A friend", "Search", "Podcast", "Social media"};
  private static final String[] INTERESTS = {"Courses", "Coaching", "Events", "Books"};
  private static final String[][] COUNTRIES = {
    {"United States", "+1", "202555"},
    {"US", "1", "212555"},
    {"Germany", "+49", "3012345"},
    {"GBR", "44", "2079460"},
    {"France", "+33", "144556"},
    {"Brazil", "+55", "112345"},
    {"", "", "415555"}
  };
  private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;
  private static final LocalDate FIRST_DAY = LocalDate.of(2019, 1, 7);

  private final long seed;
  private final int people;

  /** Takes the seed and the number of rows. */
  public ExportGenerator(long seed, int people) {
    this.seed = seed;
    this.people = people;
  }

  /** A file name as Kartra gives it: the day first, then the moment in hexadecimal. */
  public String fileName() {
    return "contacts_kartra_09-06-2026_%013x.csv".formatted(0x6a2803f884d5cL + (seed & 0xffff));
  }

  /** Writes the export; the stream stays open. */
  public Truth write(OutputStream out) throws IOException {
    BufferedWriter writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    Random random = new Random(seed);
    line(writer, HEADER);
    long repeats = 0;
    long broken = 0;
    int last = -1;
    for (int n = 0; n < people; n++) {
      int draw = random.nextInt(1000);
      if (draw < 3) {
        broken++;
        line(writer, row(n, draw == 0 ? "" : "no-address-" + n, "", random));
      } else if (draw < 13 && last >= 0) {
        repeats++;
        repeat(writer, last, random);
      } else {
        line(writer, row(n, email(n), Integer.toString(100_000 + n), random));
        last = random.nextInt(3) == 0 || last < 0 ? n : last;
      }
    }
    writer.flush();
    return new Truth(people, people - repeats - broken, repeats, broken);
  }

  /** Somebody again: with the same id, or without one and with the address in capitals. */
  private void repeat(BufferedWriter writer, int again, Random random) throws IOException {
    boolean sameId = random.nextBoolean();
    String email = sameId ? email(again) : email(again).toUpperCase(Locale.ROOT);
    String id = Integer.toString(100_000 + again);
    line(writer, row(again, email, sameId ? id : "", random));
  }

  private static String email(int n) {
    return "person%d@example.com".formatted(n);
  }

  private List<String> row(int n, String email, String id, Random random) {
    String[] country = COUNTRIES[random.nextInt(COUNTRIES.length)];
    List<String> row = new ArrayList<>(HEADER.size());
    row.add(id);
    row.add(name(FIRST, random) + (random.nextInt(200) == 0 ? " 🌟" : ""));
    row.add(name(LAST, random));
    row.add(random.nextInt(50) == 0 ? " " + email + " " : email);
    row.add(random.nextInt(10) == 0 ? "" : country[1]);
    row.add(phone(country, random));
    row.add(random.nextInt(4) == 0 ? "Smith &amp; Sons, Ltd." : "");
    row.add(random.nextInt(3) == 0 ? n % 90 + 1 + " Main St, Suite 5" : "");
    row.add(random.nextInt(3) == 0 ? "Springfield" : "");
    row.add(random.nextInt(3) == 0 ? "IL" : "");
    row.add(random.nextInt(3) == 0 ? "0" + (1000 + n % 8999) : "");
    row.add(country[0]);
    row.add(random.nextInt(10) == 0 ? "https://www.example.org/p" + n : "");
    row.add(joined(n, random));
    row.add("US");
    row.add(random.nextInt(2) == 0 ? "double-optin" : "import");
    row.add(Integer.toString(random.nextInt(200)));
    row.add(note(random));
    row.add(random.nextInt(40) == 0 ? "1" : "0");
    row.add(status(random));
    row.add(gdpr(random));
    row.add(random.nextInt(3) == 0 ? "2024-05-01 10:00:00" : "0000-00-00 00:00:00");
    row.add(random.nextBoolean() ? "1" : "0");
    row.add(several(TAGS, zipf(random), random, ";"));
    row.add(several(LISTS, random.nextInt(3), random, ";"));
    row.add(random.nextInt(2) == 0 ? TOPICS[random.nextInt(TOPICS.length)] : "");
    row.add(random.nextInt(5) == 0 ? "I coach teams.\nMy \"why\": freedom" : "");
    row.add(SIZES[random.nextInt(SIZES.length)]);
    row.add(random.nextInt(3) == 0 ? HEARD[random.nextInt(HEARD.length)] : "");
    row.add(several(INTERESTS, random.nextInt(4), random, ";"));
    return row;
  }

  private static String name(String[] names, Random random) {
    return names[random.nextInt(names.length)];
  }

  /** National, international, the code twice, with noise, or what a spreadsheet makes of it. */
  private static String phone(String[] country, Random random) {
    String number = country[2] + "%04d".formatted(random.nextInt(10_000));
    String code = country[1].replace("+", "");
    return switch (random.nextInt(9)) {
      case 0 -> "";
      case 1 -> "+" + (code.isEmpty() ? "1" : code) + number;
      case 2 -> code + number;
      case 3 -> "(" + number.substring(0, 3) + ") " + number.substring(3);
      case 4 -> "+" + code + code + number;
      case 5 -> random.nextInt(8) == 0 ? "4.15556E+09" : number;
      case 6 -> "0" + number;
      case 7 -> "00" + (code.isEmpty() ? "1" : code) + " " + number;
      default -> number;
    };
  }

  private static String joined(int n, Random random) {
    if (random.nextInt(200) == 0) {
      return "0000-00-00 00:00:00";
    }
    LocalDate day = FIRST_DAY.plusDays(n % 2600L);
    return "%s %02d:%02d:%02d"
        .formatted(DAY.format(day), random.nextInt(24), random.nextInt(60), random.nextInt(60));
  }

  private static String note(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> "=HYPERLINK(\"https://www.example.net\")";
      case 1 -> "Met at the fair.\r\nWants a call; likes tea, not coffee.";
      case 2 -> "Said \"yes\" twice";
      default -> "";
    };
  }

  /** Kartra's mailing statuses of 2026; most people may be mailed. */
  private static String status(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> "Do not contact";
      case 1 -> "Declined commercial messages (GDPR)";
      case 2 -> "Blocklisted - Spam complaint";
      case 3 -> "Multiple soft bounces";
      case 4 -> "";
      case 5, 6, 7, 8 -> "Unsubscribed";
      default -> "Subscribed";
    };
  }

  private static String gdpr(Random random) {
    int draw = random.nextInt(20);
    if (draw < 9) {
      return "2";
    }
    return draw < 15 ? "1" : Integer.toString(draw - 15);
  }

  /** Most people have few tags, few have many. */
  private static int zipf(Random random) {
    int most = 1 + random.nextInt(12);
    return random.nextInt(most);
  }

  private static String several(String[] all, int count, Random random, String separator) {
    List<String> picked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String one = all[(int) (all.length * Math.pow(random.nextDouble(), 2))];
      if (!picked.contains(one)) {
        picked.add(one);
      }
    }
    return String.join(separator, picked);
  }

  private static void line(BufferedWriter writer, List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        writer.write(',');
      }
      writer.write(quoted(cells.get(i)));
    }
    writer.write("\r\n");
  }

  private static String quoted(String cell) {
    boolean needed =
        cell.indexOf(',') >= 0
            || cell.indexOf('"') >= 0
            || cell.indexOf('\n') >= 0
            || cell.indexOf('\r') >= 0
            || cell.startsWith(" ");
    return needed ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
