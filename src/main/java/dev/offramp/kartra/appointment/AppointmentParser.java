package dev.offramp.kartra.appointment;

import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.row.RowDraft;
import dev.offramp.kartra.row.RowDrafts;
import dev.offramp.record.Appointment;
import java.time.Instant;
import java.util.Optional;

/** Makes a booking of a row; day and time of day may stand in two columns. */
public final class AppointmentParser implements RowParser<Appointment> {
  private final RowDrafts drafts;

  /** Takes how the file is laid out, and what cannot be seen from it. */
  public AppointmentParser(ExportLayout layout, KartraSettings settings) {
    this.drafts = new RowDrafts(layout, settings);
  }

  @Override
  public Parsed<Appointment> parse(Row row) {
    RowDraft draft = drafts.begin(row);
    String leadId = draft.take("lead_id");
    String email = draft.takeEmail("email");
    if (leadId.isEmpty() && email.isEmpty()) {
      return new Parsed.Rejected<>("OFF-1225", "email", "The booking names no guest.");
    }
    draft.phone("phone_country_code", "phone");
    draft.country("country");
    Optional<Instant> start = draft.takeMoment("start_date", "start_time");
    Optional<Instant> end = draft.takeMoment("end_date", "end_time");
    return new Parsed.Accepted<>(
        new Appointment(
            draft.take("id"),
            draft.take("calendar"),
            leadId,
            email,
            start,
            end,
            draft.take("status"),
            draft.fields(),
            draft.custom()),
        draft.warnings());
  }
}
