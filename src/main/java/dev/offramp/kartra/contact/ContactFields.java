package dev.offramp.kartra.contact;

import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.row.FieldNames;
import dev.offramp.kartra.row.Fields;
import dev.offramp.kartra.value.Countries;
import dev.offramp.kartra.value.Phones;
import dev.offramp.kartra.value.Timestamps;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Cleans the standard fields of a contact, and tells what it did by code and column. */
final class ContactFields {
  private static final String COUNTRY_UNKNOWN = "OFF-1207";
  private static final String JOINED = "date_joined";

  private final int phone;
  private final int phoneCode;
  private final int country;
  private final int joined;
  private final Timestamps timestamps;
  private final Phones phones;
  private final Countries countries = new Countries();

  ContactFields(FieldNames names, KartraSettings settings) {
    this.phone = names.slot("phone");
    this.phoneCode = names.slot("phone_country_code");
    this.country = names.slot("country");
    this.joined = names.slot(JOINED);
    this.timestamps = new Timestamps(settings.zone(), settings.dayFirst(JOINED));
    this.phones = new Phones(settings.phoneRegion());
  }

  /**
   * Cleans fields in place.
   *
   * @param fields those that have a value
   * @param tell takes a code and the column's name
   * @return when the person joined
   */
  Optional<Instant> clean(Fields fields, BiConsumer<String, String> tell) {
    // Before the country's name is made uniform: the phone may need it in any form.
    phone(fields, tell);
    country(fields, tell);
    return joined(fields, tell);
  }

  private void phone(Fields fields, BiConsumer<String, String> tell) {
    String text = fields.text(phone);
    if (text.isEmpty()) {
      return;
    }
    Phones.Reading reading = phones.read(fields.text(phoneCode), text, fields.text(country));
    for (String code : reading.told()) {
      tell.accept(code, "phone");
    }
    // What is no number is kept as it stands: a person may still read it.
    if (reading.number().isPresent()) {
      fields.put(phone, reading.number().get());
    }
  }

  private void country(Fields fields, BiConsumer<String, String> tell) {
    String text = fields.text(country);
    if (text.isEmpty()) {
      return;
    }
    Optional<String> name = countries.name(text);
    if (name.isPresent()) {
      fields.put(country, name.get());
    } else {
      tell.accept(COUNTRY_UNKNOWN, "country");
    }
  }

  private Optional<Instant> joined(Fields fields, BiConsumer<String, String> tell) {
    String text = fields.text(joined);
    if (Timestamps.isNone(text)) {
      fields.remove(joined);
      return Optional.empty();
    }
    Timestamps.Reading reading = timestamps.read(text);
    for (String code : reading.told()) {
      tell.accept(code, JOINED);
    }
    return reading.moment();
  }
}
