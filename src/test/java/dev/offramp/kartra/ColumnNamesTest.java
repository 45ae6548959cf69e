package dev.offramp.kartra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of columns is whole and at one with itself. */
class ColumnNamesTest {
  private final ColumnNames names = new ColumnNames();

  @ParameterizedTest
  @EnumSource(ExportKind.class)
  void everyKindIsDescribedAndKnowsWhatItNeeds(ExportKind kind) {
    KindColumns table = names.of(kind);

    assertThat(table).isNotNull();
    assertThat(table.needed())
        .isNotEmpty()
        .allSatisfy(
            need -> {
              for (String column : need.split("\\|", -1)) {
                assertThat(exact(table, column)).as(column).isTrue();
              }
            });
    assertThat(table.money()).allMatch(column -> exact(table, column));
    assertThat(table.signs())
        .isNotEmpty()
        .allMatch(sign -> table.find(HeaderName.of(sign)).isPresent());
  }

  private static boolean exact(KindColumns table, String column) {
    return table
        .find(HeaderName.of(column))
        .filter(hit -> hit.column().equals(column) && hit.way() == KindColumns.Way.EXACT)
        .isPresent();
  }
}
