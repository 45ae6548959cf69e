package dev.offramp.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small counters of an audit. */
class AuditCountsTest {
  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                      | MISSING
          anna                    | NO_AT
          a@b@example.com         | SEVERAL_AT
          anna b@example.com      | SPACE
          @example.com            | NO_NAME
          anna@example            | NO_DOMAIN
          anna@                   | NO_DOMAIN
          anna@example,com        | NO_DOMAIN
          .anna@example.com       | DOTS
          an..na@example.com      | DOTS
          an(na)@example.com      | CHARACTERS
          """)
  void anAddressThatIsNoneHasAReason(String text, EmailFault fault) {
    assertThat(EmailFault.of(text)).contains(fault);
  }

  @Test
  void anAddressHasNone() {
    assertThat(EmailFault.of("anna@example.com")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yes~no~YES           | YES_NO
          0~1~1                | YES_NO
          0~1~7                | INTEGER
          -12~+4~100000        | INTEGER
          1.50~2~1,200.10      | DECIMAL
          $4.20~$17.00         | DECIMAL
          2024-01-02~2024-01-03 10:11:12 | DATE
          31/12/2024~1.2.2024  | DATE
          a@example.com~b@example.org | EMAIL
          https://a.example~www.b.example | URL
          red~red~red~blue~blue~blue | CHOICE
          one~two~three        | TEXT
          ''                   | EMPTY
          """)
  void aColumnHasTheTypeOfItsCells(String cells, ColumnType type) {
    ColumnStats.Counter counter = new ColumnStats.Counter();
    Hashes hashes = new Hashes();
    for (String cell : cells.split("~", -1)) {
      counter.add(cell, hashes);
    }
    assertThat(ColumnType.of(counter.build(), false)).isEqualTo(type);
  }

  @Test
  void aContactCountsOnceForATagThatStandsTwice() {
    SplitCounts.Counter counter = new SplitCounts.Counter("");
    counter.add("A; B;A");
    counter.add("A");
    counter.add("Café, Club;B");
    SplitCounts counts = counter.build();

    assertThat(counts.names(";").counts()).isEqualTo(Map.of("A", 2L, "B", 2L, "Café, Club", 1L));
    assertThat(counts.names("").counts()).containsEntry("A; B;A", 1L).containsEntry("A", 1L);
    assertThatThrownBy(() -> counts.names("#")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever separators a file holds, from its first row on or later, in one part or in two. */
  @Test
  void namesAreCountedForEverySeparatorAsIfItAloneWereThere() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      String alphabet = "ab" + ";|,\n".substring(0, random.nextInt(5));
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < random.nextInt(30); i++) {
        cells.add(cell(random, alphabet));
      }
      int cut = random.nextInt(cells.size() + 1);
      SplitCounts.Counter sum = new SplitCounts.Counter("");
      sum.add(counted(cells.subList(0, cut)));
      sum.add(counted(cells.subList(cut, cells.size())));
      for (String separator : SplitCounts.CANDIDATES) {
        Map<String, Long> wanted = naive(cells, separator);
        assertThat(counted(cells).names(separator).counts()).isEqualTo(wanted);
        assertThat(sum.build().names(separator).counts()).isEqualTo(wanted);
      }
    }
  }

  private static SplitCounts counted(List<String> cells) {
    SplitCounts.Counter counter = new SplitCounts.Counter("");
    cells.forEach(counter::add);
    return counter.build();
  }

  private static String cell(Random random, String alphabet) {
    StringBuilder cell = new StringBuilder();
    for (int i = 0; i < random.nextInt(6); i++) {
      cell.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return cell.toString().strip();
  }

  private static Map<String, Long> naive(List<String> cells, String separator) {
    Map<String, Long> names = new TreeMap<>();
    for (String cell : cells) {
      boolean split = !separator.isEmpty() && cell.contains(separator);
      List<String> pieces =
          split ? List.of(cell.split(Pattern.quote(separator), -1)) : List.of(cell);
      pieces.stream()
          .map(piece -> split ? piece.strip() : piece)
          .filter(piece -> !piece.isEmpty())
          .distinct()
          .forEach(piece -> names.merge(piece, 1L, Long::sum));
    }
    return names;
  }

  @Test
  void moreNamesThanAreKeptAreSaidAndTheKeptOnesAreExact() {
    NameCounts.Counter whole = new NameCounts.Counter();
    NameCounts sum = NameCounts.NONE;
    for (int part = 0; part < 3; part++) {
      NameCounts.Counter counter = new NameCounts.Counter();
      for (int n = 0; n < 9000; n++) {
        String name = "name " + (part * 4000 + n);
        counter.add(name);
        whole.add(name);
      }
      sum = sum.plus(counter.build());
    }
    assertThat(sum).isEqualTo(whole.build());
    assertThat(sum.more()).isTrue();
    assertThat(sum.counts()).hasSize(NameCounts.MOST);
    sum.counts()
        .forEach(
            (name, n) -> {
              int id = Integer.parseInt(name.substring(5));
              long times =
                  LongStream.range(0, 3)
                      .filter(p -> id >= p * 4000 && id < p * 4000 + 9000)
                      .count();
              assertThat(n).isEqualTo(times);
            });
  }

  @Test
  void aRepeatIsARowWhoseIdOrAddressAnEarlierLineHas() {
    RowKeys keys = new RowKeys();
    keys.add(1, 10, 2);
    keys.add(2, 20, 3);
    keys.add(1, 30, 4); // the id of line 2
    keys.add(0, 20, 5); // the address of line 3
    keys.add(0, 0, 6); // neither id nor address is no repeat
    keys.add(0, 0, 7);
    keys.add(2, 20, 9); // both, and counts once
    Duplicates found = Duplicates.of(RowKeys.of(keys.text()));

    assertThat(found.total()).isEqualTo(3);
    assertThat(found.byId()).isEqualTo(new Tally(2, List.of(4L, 9L)));
    assertThat(found.byEmail()).isEqualTo(new Tally(2, List.of(5L, 9L)));
    assertThat(found.complete()).isTrue();
  }

  @Test
  void theFirstTenLinesAreKept() {
    Tally.Counter counter = new Tally.Counter();
    LongStream.rangeClosed(1, 25).map(n -> 26 - n).forEach(line -> counter.add("x", line));
    assertThat(counter.build().get("x"))
        .isEqualTo(new Tally(25, LongStream.rangeClosed(1, 10).boxed().toList()));
  }
}
