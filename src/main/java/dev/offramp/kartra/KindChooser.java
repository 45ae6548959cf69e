package dev.offramp.kartra;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which kind a header is of: the one that accounts for most of its columns, if it is
 * certain enough. It never guesses: a list of people with a custom field called {@code calendar} is
 * no file of bookings, and a file of transactions without amounts is no list of people.
 */
final class KindChooser {
  /** The order in which kinds are named where nothing else tells them apart. */
  private static final List<ExportKind> ORDER =
      List.of(
          ExportKind.CONTACTS,
          ExportKind.TRANSACTIONS,
          ExportKind.SUBSCRIPTIONS,
          ExportKind.AFFILIATES,
          ExportKind.APPOINTMENTS,
          ExportKind.COMPANIES,
          ExportKind.DEALS);

  /** So many signs make a kind likely even where needed columns are missing. */
  private static final int LIKELY_SIGNS = 2;

  /** A kind with fewer signs than make it certain needs so many columns. */
  private static final int FEW_COLUMNS = 3;

  /** A kind that accounts for so much of a header (in percent) is at least asked about. */
  private static final int NEARLY_ALL = 80;

  /** An address among at least so many strange columns does not make a list of people. */
  private static final int STRANGE = 4;

  /**
   * The choice.
   *
   * @param kind the one that is certain, if any
   * @param ranking every kind, the likeliest first
   * @param tie whether the first two fit equally well
   */
  record Choice(Optional<ExportKind> kind, List<KindMatch> ranking, boolean tie) {
    Choice {
      ranking = List.copyOf(ranking);
    }
  }

  /** How sure a kind is. */
  private enum Claim {
    FITS,
    LIKELY,
    NONE
  }

  private record Candidate(KindMatch match, Claim claim, int score) {}

  private final ColumnNames names;

  KindChooser(ColumnNames names) {
    this.names = names;
  }

  /** Chooses. */
  Choice choose(List<String> header) {
    List<HeaderName> apart = header.stream().map(HeaderName::of).toList();
    HeaderMatcher people = matcher(ExportKind.CONTACTS, header, apart);
    Candidate contacts = contacts(people.match(), header.size());
    List<Candidate> all = new ArrayList<>();
    for (ExportKind kind : ORDER) {
      all.add(
          kind == ExportKind.CONTACTS
              ? contacts
              : candidate(matcher(kind, header, apart), people, contacts));
    }
    all.sort(
        Comparator.comparing((Candidate c) -> c.claim() == Claim.NONE)
            .thenComparing(Comparator.comparingInt(Candidate::score).reversed())
            .thenComparing(Candidate::claim)
            .thenComparing(c -> c.match().missing().size()));
    Candidate first = all.get(0);
    Candidate second = all.get(1);
    boolean fits = first.claim() == Claim.FITS;
    boolean tie = fits && second.claim() == Claim.FITS && first.score() == second.score();
    return new Choice(
        fits && !tie ? Optional.of(first.match().kind()) : Optional.empty(),
        all.stream().map(Candidate::match).toList(),
        tie);
  }

  private HeaderMatcher matcher(ExportKind kind, List<String> header, List<HeaderName> apart) {
    return new HeaderMatcher(kind, names.of(kind), header, apart);
  }

  /** People: an address is enough, unless nearly everything else is strange. */
  private static Candidate contacts(KindMatch match, int width) {
    boolean strange = match.columns().size() == 1 && width - 1 >= STRANGE;
    Claim claim = Claim.NONE;
    if (match.complete() && !strange) {
      claim = Claim.FITS;
    } else if (match.complete() || !match.signs().isEmpty()) {
      claim = Claim.LIKELY;
    }
    return new Candidate(match, claim, match.points());
  }

  /**
   * Any other kind. With all needed columns and enough signs it fits, unless the header has columns
   * that only lists of people have; with fewer signs only if its own columns outweigh those that a
   * list of people has too. What is incomplete competes with its own columns alone.
   */
  private Candidate candidate(HeaderMatcher matcher, HeaderMatcher people, Candidate contacts) {
    boolean alone = contacts.claim() == Claim.NONE;
    int rival = alone ? 0 : contacts.score();
    int own = matcher.pointsBut(alone ? Set.of() : people.recognised());
    KindMatch match = matcher.match();
    int signs = match.signs().size();
    if (!match.complete()) {
      return new Candidate(match, signs >= LIKELY_SIGNS ? Claim.LIKELY : Claim.NONE, own);
    }
    boolean pure = matcher.recognised().containsAll(people.signPlaces());
    boolean certain = signs >= names.of(match.kind()).atLeast() && (pure || alone || own > rival);
    boolean outweighs = signs > 0 && own > rival && match.columns().size() >= FEW_COLUMNS;
    if (certain || outweighs) {
      return new Candidate(match, Claim.FITS, match.points());
    }
    boolean likely = own >= rival || (signs > 0 && match.percent() >= NEARLY_ALL);
    return new Candidate(match, likely ? Claim.LIKELY : Claim.NONE, match.points());
  }
}
