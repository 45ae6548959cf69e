package dev.offramp.kartra.affiliate;

import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.row.RowDraft;
import dev.offramp.kartra.row.RowDrafts;
import dev.offramp.record.Affiliate;
import dev.offramp.record.Money;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes an affiliate, or a day or month of one's own earnings, of a row. */
public final class AffiliateParser implements RowParser<Affiliate> {
  /** The columns of money. */
  static final List<String> MONEY = List.of("earned", "reserve", "due", "paid");

  private final RowDrafts drafts;
  private final Months months;

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public AffiliateParser(ExportLayout layout, KartraSettings settings) {
    this.drafts = new RowDrafts(layout, settings);
    this.months = new Months(settings.zone());
  }

  @Override
  public Parsed<Affiliate> parse(Row row) {
    RowDraft draft = drafts.begin(row);
    String username = draft.text("username");
    String id = draft.take("id");
    String name = name(draft);
    String email = draft.takeEmail("email");
    boolean somebody = !(id + username + name + email).isEmpty();
    if (!somebody && draft.text("date").isEmpty()) {
      return new Parsed.Rejected<>(
          "OFF-1225", "email", "The row names neither an affiliate nor a day or month.");
    }
    if (id.isEmpty()) {
      id = draft.take("username");
    }
    Map<String, Money> money = new LinkedHashMap<>();
    MONEY.forEach(column -> draft.takeMoney(column, money));
    Optional<Instant> date = date(draft);
    return new Parsed.Accepted<>(
        new Affiliate(
            id, name, email, draft.take("status"), date, money, draft.fields(), draft.custom()),
        draft.warnings());
  }

  private Optional<Instant> date(RowDraft draft) {
    Optional<Instant> month = months.start(draft.text("date"));
    if (month.isEmpty()) {
      return draft.takeMoment("date");
    }
    draft.take("date");
    return month;
  }

  private static String name(RowDraft draft) {
    String whole = draft.take("name");
    return whole.isEmpty()
        ? (draft.text("first_name") + " " + draft.text("last_name")).strip()
        : whole;
  }
}
