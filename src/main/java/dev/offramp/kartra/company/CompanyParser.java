package dev.offramp.kartra.company;

import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.row.RowDraft;
import dev.offramp.kartra.row.RowDrafts;
import dev.offramp.record.Company;
import java.time.Instant;
import java.util.Optional;

/** Makes a company of a row. */
public final class CompanyParser implements RowParser<Company> {
  private final RowDrafts drafts;

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public CompanyParser(ExportLayout layout, KartraSettings settings) {
    this.drafts = new RowDrafts(layout, settings);
  }

  @Override
  public Parsed<Company> parse(Row row) {
    RowDraft draft = drafts.begin(row);
    String name = draft.take("name");
    if (name.isEmpty()) {
      return new Parsed.Rejected<>("OFF-1231", "name", "The company has no name.");
    }
    draft.phone("phone_country_code", "phone");
    draft.country("country");
    Optional<Instant> created = draft.takeMoment("created");
    String website = draft.take("website");
    return new Parsed.Accepted<>(
        new Company(
            draft.take("id"),
            name,
            website.isEmpty() ? draft.take("domain") : website,
            created,
            draft.fields(),
            draft.custom()),
        draft.warnings());
  }
}
