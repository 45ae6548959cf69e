package dev.offramp.kartra.deal;

import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.row.RowDraft;
import dev.offramp.kartra.row.RowDrafts;
import dev.offramp.record.Deal;
import dev.offramp.record.Money;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes a deal of a row. */
public final class DealParser implements RowParser<Deal> {
  private static final String VALUE = "value";

  private final RowDrafts drafts;

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public DealParser(ExportLayout layout, KartraSettings settings) {
    this.drafts = new RowDrafts(layout, settings);
  }

  @Override
  public Parsed<Deal> parse(Row row) {
    RowDraft draft = drafts.begin(row);
    String title = draft.take("title");
    if (title.isEmpty()) {
      return new Parsed.Rejected<>("OFF-1231", "title", "The deal has no title.");
    }
    Map<String, Money> value = new HashMap<>();
    draft.takeMoney(VALUE, value);
    return new Parsed.Accepted<>(
        new Deal(
            draft.take("id"),
            title,
            draft.take("stage"),
            draft.take("lead_id"),
            draft.takeEmail("email"),
            Optional.ofNullable(value.get(VALUE)),
            draft.takeMoment("created"),
            draft.fields(),
            draft.custom()),
        draft.warnings());
  }
}
