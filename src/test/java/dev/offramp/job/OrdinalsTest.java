package dev.offramp.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class OrdinalsTest {
  @Test
  void hasAllItsDigits() {
    assertThat(Ordinals.of(7, 6)).isEqualTo("000007");
    assertThat(Ordinals.of(0, 4)).isEqualTo("0000");
    assertThat(Ordinals.of(1_234_567, 6)).isEqualTo("1234567");
  }

  @Test
  void keysAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Ordinals.of(42, 6)).isEqualTo("000042");
      assertThat(WorkFiles.chunkKey("job", "rows", 7)).isEqualTo("work/job/rows/000007.json.gz");
    } finally {
      Locale.setDefault(before);
    }
  }
}
