package dev.offramp.kartra.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Kartra's times: {@code 2026-04-30 13:05:00} as its API writes them, and what exports and
 * spreadsheets make of them: day-first or month-first, names of months, 12-hour clocks, dates
 * alone, zones of their own. A time that does not exist on the day when clocks go forward is moved
 * forward with them; of one that exists twice, the first is taken; both are told. For one thread.
 *
 * <p>Source: support.kartra.com, article 153000169499 ("EST", without an offset).
 */
public final class Timestamps {
  /** The time fell into the hour that clocks skip. */
  public static final String SKIPPED = "OFF-1244";

  /** The time fell into the hour that clocks repeat. */
  public static final String REPEATED = "OFF-1245";

  /** The year had two digits. */
  public static final String SHORT_YEAR = "OFF-1246";

  /** No moment could be made of it. */
  public static final String NO_TIME = "OFF-1208";

  private static final String REST = "(?:,?[T ]+(.+))?";
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})" + REST);
  private static final Pattern YEAR_LAST =
      Pattern.compile(
          "(\\d{1,2})(?:([-/.])(\\d{1,2})\\2(\\d{4})|([/.])(\\d{1,2})\\5(\\d{2}))" + REST);
  private static final Pattern DAY_NAMED =
      Pattern.compile("(\\d{1,2})(?:st|nd|rd|th)?[- .]+(\\p{L}{3,9})\\.?,?[- ]+(\\d{4})" + REST);
  private static final Pattern MONTH_NAMED =
      Pattern.compile("(\\p{L}{3,9})\\.?[- ]+(\\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\\d{4})" + REST);
  private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u202F]+");
  private static final Pattern NONE =
      Pattern.compile(
          "(?i)|0000[-/.]00[-/.]00.*|00[-/.]00[-/.]0000.*|-0001-11-30.*|n/a|until cancell?ed");

  /** No date needs more; what is longer is not looked at, because that might take long. */
  private static final int LONGEST = 100;

  private static final int DAY = "2026-04-30".length();
  private static final int DAY_AND_TIME = "2026-04-30 13:05:00".length();

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;

  private final ZoneId zone;
  private final boolean dayFirst;
  private final PlainDays days;

  /** Takes the zone of the times, and what 03/04/2026 means. */
  public Timestamps(ZoneId zone, boolean dayFirst) {
    this.zone = zone;
    this.dayFirst = dayFirst;
    this.days = new PlainDays(zone);
  }

  /**
   * What a cell comes to.
   *
   * @param moment or nothing where it cannot be told
   * @param told codes of what a person should know
   */
  public record Reading(Optional<Instant> moment, List<String> told) {
    /** Copies the codes. */
    public Reading {
      told = List.copyOf(told);
    }
  }

  /** What a date says of the order in which its column has day and month. */
  public enum Order {
    /** The first number is above 12. */
    DAY_FIRST,
    /** The second number is above 12. */
    MONTH_FIRST,
    /** Both could be either. */
    EITHER,
    /** Nothing: the year comes first, the month has a name, or it is no date. */
    SILENT
  }

  /** What a date says of the order of its column. */
  public static Order order(String text) {
    if (isYearFirst(text)) {
      return Order.SILENT;
    }
    String plain = plain(text);
    Matcher date = YEAR_LAST.matcher(plain);
    if (plain.length() > LONGEST || !date.matches()) {
      return Order.SILENT;
    }
    int first = number(date, 1);
    int second = number(date, date.group(3) == null ? 6 : 3);
    if ((first > 12 && second > 12) || first == second) {
      return Order.SILENT;
    }
    return first > 12 ? Order.DAY_FIRST : second > 12 ? Order.MONTH_FIRST : Order.EITHER;
  }

  /**
   * Whether a text is one of Kartra's ways to say that there is no date, or what PHP makes of them
   * ({@code -0001-11-30}).
   */
  public static boolean isNone(String text) {
    String bare = text.strip();
    return bare.isEmpty()
        || ("0-nNuU".indexOf(bare.charAt(0)) >= 0 && NONE.matcher(bare).matches());
  }

  /** The moment that a text means, or nothing where it cannot be told. */
  public Optional<Instant> parse(String text) {
    return read(text).moment();
  }

  /** The moment that a text means, with what is to be said about it. */
  public Reading read(String text) {
    List<String> told = new ArrayList<>();
    Optional<Instant> moment;
    try {
      moment = isKartras(text) ? Optional.of(kartras(text, told)) : moment(plain(text), told);
    } catch (DateTimeException e) {
      moment = Optional.empty(); // No such day or hour.
    }
    return moment.isPresent() ? new Reading(moment, told) : new Reading(moment, List.of(NO_TIME));
  }

  /** Whether a text is a time as Kartra's API writes it, or the day of one; no day of any month. */
  private static boolean isKartras(String text) {
    if (text.length() != DAY && text.length() != DAY_AND_TIME) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char form = "0000-00-00 00:00:00".charAt(i);
      if (form == '0' ? c < '0' || c > '9' : c != form) {
        return false;
      }
    }
    return true;
  }

  private Instant kartras(String text, List<String> told) {
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    boolean timed = text.length() == DAY_AND_TIME;
    int hour = timed ? digits(text, 11, 13) : 0;
    int minute = timed ? digits(text, 14, 16) : 0;
    int second = timed ? digits(text, 17, 19) : 0;
    long start = days.start(year, month, day);
    if (start == PlainDays.CHANGING || hour > 23 || minute > 59 || second > 59) {
      LocalTime time = LocalTime.of(hour, minute, second);
      return local(LocalDate.of(year, month, day).atTime(time), zone, told);
    }
    return Instant.ofEpochSecond(start + hour * HOUR + minute * MINUTE + second);
  }

  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isYearFirst(String text) {
    if (text.length() < 3) {
      return true; // Or nothing at all: too short for a year behind the day.
    }
    for (int i = 0; i < 3; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private Optional<Instant> moment(String text, List<String> told) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher date = YEAR_FIRST.matcher(text);
    if (date.matches()) {
      return at(number(date, 1), number(date, 3), number(date, 4), date.group(5), told);
    }
    date = YEAR_LAST.matcher(text);
    if (date.matches()) {
      return yearLast(date, told);
    }
    date = DAY_NAMED.matcher(text);
    if (date.matches()) {
      return at(number(date, 3), month(date.group(2)), number(date, 1), date.group(4), told);
    }
    date = MONTH_NAMED.matcher(text);
    return date.matches()
        ? at(number(date, 3), month(date.group(1)), number(date, 2), date.group(4), told)
        : Optional.empty();
  }

  private Optional<Instant> yearLast(Matcher date, List<String> told) {
    boolean shortYear = date.group(3) == null;
    int first = number(date, 1);
    int second = number(date, shortYear ? 6 : 3);
    int year = shortYear ? 2000 + number(date, 7) : number(date, 4);
    if (shortYear) {
      told.add(SHORT_YEAR); // Kartra is younger than this century.
    }
    boolean day = first > 12 || (dayFirst && second <= 12);
    return at(year, day ? second : first, day ? first : second, date.group(8), told);
  }

  private Optional<Instant> at(int year, int month, int day, String rest, List<String> told) {
    LocalDate date = LocalDate.of(year, month, day);
    if (rest == null) {
      return Optional.of(local(date.atTime(LocalTime.MIDNIGHT), zone, told));
    }
    return ClockText.read(rest).map(c -> local(date.atTime(c.time()), c.zone().orElse(zone), told));
  }

  private static Instant local(LocalDateTime time, ZoneId zone, List<String> told) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.size() == 1) {
      return time.toInstant(offsets.get(0));
    }
    told.add(offsets.isEmpty() ? SKIPPED : REPEATED);
    return time.atZone(zone).toInstant();
  }

  private static int month(String name) {
    return MonthNames.number(name)
        .orElseThrow(() -> new DateTimeException("no month is called that"));
  }

  private static String plain(String text) {
    return SPACES.matcher(text).replaceAll(" ").strip();
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
