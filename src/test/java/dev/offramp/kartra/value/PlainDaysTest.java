package dev.offramp.kartra.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days that are remembered, against the JDK: each moment has to be the same. */
class PlainDaysTest {
  private static final DateTimeFormatter KARTRAS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final long FIRST = LocalDate.of(1880, 1, 1).toEpochDay();
  private static final int DAYS = 365 * 220;
  private static final int DAY = 24 * 60 * 60;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "America/New_York",
        "Europe/Dublin",
        "Pacific/Apia", // One day was left out.
        "America/Juneau", // One day came twice.
        "America/Sao_Paulo", // Clocks went forward at midnight.
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "-05:00"
      })
  void timesAreThoseOfTheZone(String name) {
    ZoneId zone = ZoneId.of(name);
    Timestamps timestamps = new Timestamps(zone, false);
    Random random = new Random(1);
    for (int i = 0; i < 60_000; i++) {
      LocalDate day = LocalDate.ofEpochDay(FIRST + random.nextInt(DAYS));
      same(timestamps, zone, day.atStartOfDay().plusSeconds(random.nextInt(DAY)));
    }
  }

  /** Every hour around every change of clocks. */
  @ParameterizedTest
  @ValueSource(strings = {"America/New_York", "Pacific/Apia", "America/Juneau", "Europe/London"})
  void timesAroundChangesAreThoseOfTheZone(String name) {
    ZoneId zone = ZoneId.of(name);
    Timestamps timestamps = new Timestamps(zone, false);
    zone.getRules()
        .getTransitions()
        .forEach(
            change -> {
              LocalDateTime about = change.getDateTimeBefore().minusDays(4);
              for (int hour = 0; hour < 8 * 24; hour++) {
                same(timestamps, zone, about.plusHours(hour));
              }
            });
  }

  private static void same(Timestamps timestamps, ZoneId zone, LocalDateTime time) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    Timestamps.Reading reading = timestamps.read(KARTRAS.format(time));
    assertThat(reading.moment()).as("%s in %s", time, zone).contains(time.atZone(zone).toInstant());
    assertThat(reading.told().isEmpty()).as("%s in %s", time, zone).isEqualTo(offsets.size() == 1);
  }

  @Test
  void whatIsNoDayIsNotRemembered() {
    PlainDays days = new PlainDays(ZoneId.of("America/New_York"));
    days.start(2032, 3, 1);
    assertThatThrownBy(() -> days.start(2026, 99, 1)).isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> days.start(2026, 99, 1)).isInstanceOf(DateTimeException.class);
    assertThatThrownBy(() -> days.start(0, 0, 0)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void noHourIsMadeUp() {
    Timestamps timestamps = new Timestamps(ZoneId.of("America/New_York"), false);
    for (String text :
        List.of("2026-04-30 24:00:00", "2026-04-30 10:60:00", "2026-04-30 10:00:60")) {
      assertThat(timestamps.read(text).told()).as(text).containsExactly(Timestamps.NO_TIME);
    }
  }
}
