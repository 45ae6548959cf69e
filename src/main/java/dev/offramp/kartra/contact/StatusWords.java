package dev.offramp.kartra.contact;

import dev.offramp.record.ConsentClass;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kartra's mailing statuses of all eras. Words that keep somebody from being mailed are heard
 * wherever they stand, with whatever reason behind them; words that allow it have to stand alone.
 *
 * <p>Source: support.kartra.com, articles 153000256388 (today's) and 153000168643 (2024's); before
 * them Active, Inactive, Blacklisted.
 */
final class StatusWords {
  /**
   * A status as it was understood.
   *
   * @param label Kartra's word for it, never the cell's own text
   * @param consent the class that it limits a person to; {@link ConsentClass#GRANTED}: no limit
   */
  record Status(String label, ConsentClass consent) {}

  private record Word(String part, Status status) {}

  /** "Unsubscribed" is on no list and in no sequence; Kartra still mails such a person. */
  private static final Set<String> MAILABLE =
      Set.of("subscribed", "unsubscribed", "not subscribed", "active", "inactive");

  private static final List<Word> LIMITS =
      List.of(
          word("donotcontact", "do not contact", ConsentClass.DO_NOT_CONTACT),
          word("spam", "spam complaint", ConsentClass.DO_NOT_CONTACT),
          word("complain", "spam complaint", ConsentClass.DO_NOT_CONTACT),
          word("optedout", "opted out", ConsentClass.DO_NOT_CONTACT),
          word("optout", "opted out", ConsentClass.DO_NOT_CONTACT),
          word("block", "blocklisted", ConsentClass.BLOCKED),
          word("black", "blocklisted", ConsentClass.BLOCKED),
          word("bounc", "bounced", ConsentClass.BLOCKED),
          word("invalid", "blocklisted", ConsentClass.BLOCKED),
          word("declin", "declined", ConsentClass.DECLINED),
          word("notaccept", "declined", ConsentClass.DECLINED),
          word("gdpr", "declined", ConsentClass.DECLINED),
          word("ccpa", "declined", ConsentClass.DECLINED));

  private static final Pattern GAP = Pattern.compile("[\\s_]+");
  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}]");

  private static Word word(String part, String label, ConsentClass consent) {
    return new Word(part, new Status(label, consent));
  }

  private StatusWords() {}

  /** The status that a text names; the strictest where it names several; nothing where none. */
  static Optional<Status> read(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (MAILABLE.contains(lower)) {
      return Optional.of(new Status(lower, ConsentClass.GRANTED)); // Nearly all rows.
    }
    String words = GAP.matcher(lower).replaceAll(" ");
    if (MAILABLE.contains(words)) {
      return Optional.of(new Status(words, ConsentClass.GRANTED));
    }
    String letters = NO_LETTER.matcher(words).replaceAll("");
    return LIMITS.stream()
        .filter(word -> letters.contains(word.part()))
        .map(Word::status)
        .reduce((a, b) -> a.consent().strictest(b.consent()) == a.consent() ? a : b);
  }
}
