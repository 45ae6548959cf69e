package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaGuardTest {
  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+39 011", "-5", "@name", "'=1", "''-x", "\tx", "\rx"})
  void whatASpreadsheetWouldRunIsGuarded(String cell) {
    assertThat(FormulaGuard.guarded(cell)).isEqualTo("'" + cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'", "''", "'tis", "Anna", "a=b", "O'Neil", "''x"})
  void whatIsHarmlessStays(String cell) {
    assertThat(FormulaGuard.guarded(cell)).isEqualTo(cell);
    assertThat(FormulaGuard.bare(cell)).isEqualTo(cell);
  }

  @Test
  void everyCellComesBackAsItWas() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder cell = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        cell.append("'=+-@\ta\r ".charAt(random.nextInt(9)));
      }
      assertThat(FormulaGuard.bare(FormulaGuard.guarded(cell.toString())))
          .isEqualTo(cell.toString());
    }
  }
}
