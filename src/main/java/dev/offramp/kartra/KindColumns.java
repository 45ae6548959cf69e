package dev.offramp.kartra;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns that one kind of export may have, and what tells it from the other kinds. */
final class KindColumns {
  /**
   * How a header's cell came to be a standard column; the better way comes first, and wins where
   * two cells want to be the same column.
   */
  enum Way {
    /** Kartra's own name. */
    EXACT(2),
    /** Another name of it. */
    ALIAS(2),
    /** One of its names, but for the gaps between its words. */
    SQUASHED(2),
    /**
     * One of its names after {@code lead_}, {@code contact_}, {@code buyer_}, {@code customer_}.
     */
    PREFIX(1);

    private final int points;

    Way(int points) {
      this.points = points;
    }

    /** What it counts where kinds are compared. */
    int points() {
      return points;
    }
  }

  /** A header's cell that is a standard column. */
  record Hit(String column, Way way, String currency) {}

  private final List<String> needed;
  private final int atLeast;
  private final List<String> signs;
  private final Set<String> squashedSigns = new HashSet<>();
  private final Set<String> money;
  private final Map<String, Hit> names = new HashMap<>();
  private final Map<String, String> squashed = new HashMap<>();

  KindColumns(
      List<String> needed,
      List<String> signs,
      int atLeast,
      Set<String> money,
      Map<String, List<String>> columns) {
    this.needed = List.copyOf(needed);
    this.atLeast = atLeast;
    this.money = Set.copyOf(money);
    this.signs = List.copyOf(signs);
    signs.forEach(sign -> squashedSigns.add(HeaderName.squash(HeaderName.normalise(sign))));
    columns.keySet().forEach(name -> name(name, name, Way.EXACT));
    columns.forEach((name, aliases) -> aliases.forEach(alias -> name(alias, name, Way.ALIAS)));
  }

  private void name(String spelling, String column, Way way) {
    String plain = HeaderName.normalise(spelling);
    Hit earlier = names.putIfAbsent(plain, new Hit(column, way, ""));
    if (earlier != null) {
      throw new IllegalStateException("columns.yaml names " + plain + " twice");
    }
    squashed.putIfAbsent(HeaderName.squash(plain), column);
  }

  /** The columns without which a file is not of the kind; {@code a|b} is one of them. */
  List<String> needed() {
    return needed;
  }

  /** The spellings that other exports do not use. */
  List<String> signs() {
    return signs;
  }

  /** How many signs make the kind certain. */
  int atLeast() {
    return atLeast;
  }

  /** The standard columns that hold money. */
  Set<String> money() {
    return money;
  }

  /** Whether a spelling is one that other exports do not use. */
  boolean isSign(HeaderName header) {
    return squashedSigns.contains(HeaderName.squash(header.plain()));
  }

  /** The standard column that a header's cell is, if it is one. */
  Optional<Hit> find(HeaderName header) {
    return named(header)
        .or(() -> header.withBareCurrency().flatMap(this::named).filter(this::isMoney));
  }

  private boolean isMoney(Hit hit) {
    return money.contains(hit.column());
  }

  private Optional<Hit> named(HeaderName header) {
    Hit hit = names.get(header.plain());
    if (hit != null) {
      return Optional.of(new Hit(hit.column(), hit.way(), header.currency()));
    }
    String column = squashed.get(HeaderName.squash(header.plain()));
    if (column != null) {
      return Optional.of(new Hit(column, Way.SQUASHED, header.currency()));
    }
    return Optional.ofNullable(names.get(header.withoutPrefix()))
        .map(found -> new Hit(found.column(), Way.PREFIX, header.currency()));
  }
}
