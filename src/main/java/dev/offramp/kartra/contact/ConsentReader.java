package dev.offramp.kartra.contact;

import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.HeaderName;
import dev.offramp.record.Consent;
import dev.offramp.record.ConsentClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Computes a person's consent the strict way (invariant 6): every column that says anything is
 * heard, and the strictest counts. Only {@code gdpr_lead_status} can make somebody contactable.
 * {@code gdpr_lead_communications} means opposite things in Kartra's own documents: it never does,
 * and where it is filled beside an acceptance it leaves a doubt, which only a mailing status can
 * settle (docs/decisions/006).
 *
 * <p>Sources: support.kartra.com, articles 153000169422 (codes), 153000256388 (statuses) and
 * 153000173734 (two checkboxes: the terms, and commercial messages).
 */
final class ConsentReader {
  /** A column of consent could not be read and was read the strict way. */
  static final String UNREADABLE = "OFF-1255";

  /** Columns of consent disagree, or leave a doubt; the strict reading was taken. */
  static final String DOUBT = "OFF-1256";

  /** Kartra's column of what somebody agreed to. */
  static final String GDPR = "gdpr_lead_status";

  /** Kartra's column of commercial messages. */
  static final String COMMUNICATIONS = "gdpr_lead_communications";

  private static final String OPPOSITE = ", of which Kartra's documents say opposite things";
  private static final List<ConsentClass> CODES =
      List.of(
          ConsentClass.NOT_REGULATED,
          ConsentClass.NOT_REGULATED,
          ConsentClass.GRANTED,
          ConsentClass.DECLINED,
          ConsentClass.UNKNOWN,
          ConsentClass.UNKNOWN);
  private static final Map<String, ConsentClass> WORDS =
      Map.ofEntries(
          Map.entry("gdpr off", ConsentClass.NOT_REGULATED),
          Map.entry("not subject", ConsentClass.NOT_REGULATED),
          Map.entry("not subject to gdpr", ConsentClass.NOT_REGULATED),
          Map.entry("accepted", ConsentClass.GRANTED),
          Map.entry("agreed", ConsentClass.GRANTED),
          Map.entry("not accepted", ConsentClass.DECLINED),
          Map.entry("not agreed", ConsentClass.DECLINED),
          Map.entry("declined", ConsentClass.DECLINED),
          Map.entry("no", ConsentClass.DECLINED),
          Map.entry("unknown", ConsentClass.UNKNOWN),
          Map.entry("pending", ConsentClass.UNKNOWN));

  /** What each code says; made once, as nearly every row has one. */
  private static final List<Voice> CODE_VOICES =
      IntStream.range(0, CODES.size())
          .mapToObj(code -> new Voice(CODES.get(code), GDPR + "=" + code, true))
          .toList();

  private static final Set<String> NO =
      Set.of("no", "n", "false", "not blacklisted", "not blocklisted");
  private static final Set<String> YES = Set.of("yes", "y", "true");

  private static final Pattern GAP = Pattern.compile("[\\s_]+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}(?:\\.0{1,4})?");

  private final Optional<ConsentClass> uploadStatus;
  private final boolean kartrasHeader;

  /**
   * Takes what holds for the whole file.
   *
   * @param uploadStatus the status that the export was filtered by, where it was
   */
  ConsentReader(ExportLayout layout, Optional<ConsentClass> uploadStatus) {
    this.uploadStatus = uploadStatus;
    this.kartrasHeader =
        layout
            .column(GDPR)
            .map(Column::header)
            .filter(header -> HeaderName.normalise(header).contains("gdpr"))
            .isPresent();
  }

  /** Something that a person should know: a code and the column. */
  record Told(String code, String column) {}

  /** A consent, with what is to be told about it. */
  record Reading(Consent consent, List<Told> told) {}

  /** What one column says: how far it limits, with its evidence. */
  private record Voice(ConsentClass limit, String evidence, boolean readable) {}

  /** What the columns of a row say, without blanks around it; empty where they say nothing. */
  record Said(String gdpr, String communications, String blacklisted, String status) {}

  Reading read(Said raw) {
    List<String> evidence = new ArrayList<>();
    List<Told> told = new ArrayList<>();
    Voice gdpr = hear(GDPR, gdpr(raw.gdpr()), evidence, told);
    ConsentClass strictest = gdpr.limit();
    boolean settled = uploadStatus.filter(ConsentClass::mailable).isPresent();
    if (!raw.blacklisted().isEmpty()) {
      Voice said = blacklisted(raw.blacklisted());
      strictest = strictest.strictest(hear("blacklisted", said, evidence, told).limit());
    }
    if (!raw.status().isEmpty()) {
      Voice said = hear("status", status(raw.status()), evidence, told);
      strictest = strictest.strictest(said.limit());
      settled |= said.limit().mailable();
    }
    if (uploadStatus.isPresent()) {
      evidence.add("upload status " + uploadStatus.get());
      strictest = strictest.strictest(uploadStatus.get());
    }
    if (!raw.communications().isEmpty()) {
      evidence.add(communications(raw.communications()));
      strictest =
          settled || gdpr.limit() != ConsentClass.GRANTED
              ? strictest
              : strictest.strictest(ConsentClass.UNKNOWN);
    }
    boolean heldBack = strictest == ConsentClass.UNKNOWN || strictest == ConsentClass.DECLINED;
    if (gdpr.limit() == ConsentClass.GRANTED && heldBack) {
      told.add(new Told(DOUBT, GDPR));
    }
    return new Reading(new Consent(strictest, evidence), told);
  }

  private static Voice hear(String column, Voice voice, List<String> evidence, List<Told> told) {
    evidence.add(voice.evidence());
    if (!voice.readable()) {
      told.add(new Told(UNREADABLE, column));
    }
    return voice;
  }

  private Voice gdpr(String text) {
    if (text.isEmpty()) {
      return new Voice(ConsentClass.UNKNOWN, GDPR + " is missing", true);
    }
    OptionalInt code = number(text);
    if (code.isPresent() && code.getAsInt() >= 0 && code.getAsInt() < CODES.size()) {
      Voice said = CODE_VOICES.get(code.getAsInt());
      // Under a header such as "consent", 0 and 1 may as well be no and yes.
      return kartrasHeader || said.limit() != ConsentClass.NOT_REGULATED
          ? said
          : new Voice(
              ConsentClass.UNKNOWN, said.evidence() + " under a header not Kartra's", false);
    }
    ConsentClass said = WORDS.get(words(text));
    return said != null
        ? new Voice(said, GDPR + " says " + said, true)
        : new Voice(ConsentClass.UNKNOWN, GDPR + " is not a known code", false);
  }

  private static Voice blacklisted(String text) {
    String word = words(text);
    OptionalInt code = number(text);
    if (NO.contains(word) || code.equals(OptionalInt.of(0))) {
      return new Voice(ConsentClass.GRANTED, "blacklisted=0", true);
    }
    if (YES.contains(word) || code.equals(OptionalInt.of(1))) {
      return new Voice(ConsentClass.BLOCKED, "blacklisted=1", true);
    }
    // Anything but a plain no is heard as a yes: nobody is mailed because of a strange spelling.
    return StatusWords.read(text)
        .map(said -> new Voice(said.consent(), "blacklisted=" + said.label(), true))
        .orElse(new Voice(ConsentClass.BLOCKED, "blacklisted is not a known word", false));
  }

  private static Voice status(String text) {
    OptionalInt code = number(text);
    if (code.isPresent()) {
      // 1 may mean "active" or "blocked"; 0 may mean "not blocked" or nothing.
      boolean zero = code.getAsInt() == 0;
      ConsentClass limit = zero ? ConsentClass.UNKNOWN : ConsentClass.BLOCKED;
      return new Voice(limit, "status is a number", false);
    }
    return StatusWords.read(text)
        .map(said -> new Voice(said.consent(), "status=" + said.label(), true))
        .orElse(new Voice(ConsentClass.UNKNOWN, "status is not a known word", false));
  }

  private static String communications(String text) {
    OptionalInt code = number(text);
    if (code.isEmpty() || code.getAsInt() < 0 || code.getAsInt() > 1) {
      return COMMUNICATIONS + " is not a known code" + OPPOSITE;
    }
    return code.getAsInt() == 0
        ? COMMUNICATIONS + "=0" + OPPOSITE
        : COMMUNICATIONS + "=1" + OPPOSITE;
  }

  private static String words(String text) {
    if (text.length() == 1 && Character.isDigit(text.charAt(0))) {
      return text; // A code, as nearly all are.
    }
    return GAP.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
  }

  /** A whole number, also as a spreadsheet writes it: "2.0". */
  private static OptionalInt number(String text) {
    if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '9') {
      return OptionalInt.of(text.charAt(0) - '0'); // A code, as nearly all are.
    }
    if (!NUMBER.matcher(text).matches()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(new BigDecimal(text).intValueExact());
  }
}
