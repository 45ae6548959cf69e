package dev.offramp.audit;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportKind;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.kartra.csv.Dialect;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.kartra.csv.RowProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows of people who do not exist, by a seed. */
final class MadeUpRows {
  static final ExportLayout LAYOUT = layout();

  private MadeUpRows() {}

  private static ExportLayout layout() {
    List<String> known =
        List.of(
            "id",
            "email",
            "first_name",
            "phone",
            "gdpr_lead_status",
            "blacklisted",
            "tags",
            "lists");
    List<Column> columns = new ArrayList<>();
    for (String name : known) {
      columns.add(new Column(columns.size(), name, name, true, ""));
    }
    columns.add(new Column(columns.size(), "Topic", "topic", false, ""));
    columns.add(new Column(columns.size(), "Rare", "rare", false, ""));
    return new ExportLayout(
        ExportKind.CONTACTS, new Dialect("UTF-8", ',', 0, 2, columns.size()), columns);
  }

  static List<RowOrProblem> of(long seed, int count) {
    Random random = new Random(seed);
    List<RowOrProblem> rows = new ArrayList<>();
    long line = 2;
    for (int n = 0; n < count; n++) {
      line += 1 + random.nextInt(2);
      if (random.nextInt(40) == 0) {
        rows.add(new RowProblem(n, line, 3, "OFF-1106", "too many cells"));
      } else {
        rows.add(new Row(n, line, values(n, random), List.of()));
      }
    }
    return rows;
  }

  private static List<String> values(int n, Random random) {
    int person = random.nextInt(10) == 0 ? random.nextInt(n + 1) : n;
    String email = "p%d@example.com".formatted(person);
    return List.of(
        random.nextInt(5) == 0 ? "" : "k" + person,
        random.nextInt(30) == 0 ? "no address" : email,
        random.nextInt(9) == 0 ? "Zoë" : "Ann",
        random.nextInt(6) == 0 ? "123" : "",
        Integer.toString(random.nextInt(7)),
        random.nextInt(20) == 0 ? "1" : "0",
        tags(random, random.nextInt(6)),
        random.nextBoolean() ? "Main" : "Main;Second, third",
        random.nextInt(3) == 0 ? "Money" : "",
        random.nextInt(400) == 0 ? "once\ntwice" : "");
  }

  private static String tags(Random random, int count) {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tags.add("Tag " + random.nextInt(12));
    }
    return String.join(";", tags);
  }

  static AuditPart part(List<RowOrProblem> rows) {
    ContactParser parser = new ContactParser(LAYOUT, KartraSettings.defaults());
    AuditBuilder builder =
        new AuditBuilder(LAYOUT, KartraSettings.defaults(), Sample.FEWEST, line -> {});
    for (RowOrProblem next : rows) {
      if (next instanceof Row row) {
        builder.add(row, parser.parse(row));
      } else {
        builder.add((RowProblem) next);
      }
    }
    return builder.part();
  }
}
