package dev.offramp.kartra.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner against the pattern that says the same more slowly. */
class EmailFormTest {
  private static final Pattern SLOW =
      Pattern.compile(
          "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+"
              + "(?:[A-Za-z]{2,63}|[Xx][Nn]--[A-Za-z0-9-]{1,58}[A-Za-z0-9])");
  private static final String[] PIECES = {
    "a",
    "Z",
    "7",
    ".",
    "..",
    "@",
    "-",
    "'",
    "+",
    "example",
    ".com",
    ".c",
    "xn--",
    ".XN--p1ai",
    "xn--a",
    "\u00e9",
    " ",
    "_",
    "a".repeat(58),
    "b".repeat(63),
    "c".repeat(64),
    "@example.com"
  };

  private static boolean slow(String text) {
    return text.length() <= 254 && text.indexOf('@') <= 64 && SLOW.matcher(text).matches();
  }

  @Test
  void theScannerGivesThePatternsAnswers() {
    Random random = new Random(1);
    int valid = 0;
    for (int i = 0; i < 500_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "ada" : "");
      int pieces = random.nextInt(7);
      for (int piece = 0; piece < pieces; piece++) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      text.append(random.nextBoolean() ? "@b.example" : "");
      boolean expected = slow(text.toString());
      valid += expected ? 1 : 0;
      assertThat(EmailForm.fits(text.toString())).as(text.toString()).isEqualTo(expected);
    }
    assertThat(valid).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.co",
        "a@b.c",
        "a@b.xn--p1ai",
        "a@b.xn--",
        "a@b.xn--a",
        "a@b.xn--ab",
        "a@xn--a",
        "a@b",
        "a@-b.com",
        "a@b-.com",
        "a@b..com",
        ".a@b.com",
        "a.@b.com",
        "a..b@c.com",
        "@b.com",
        "",
        "@"
      })
  void theEdges(String text) {
    assertThat(EmailForm.fits(text)).isEqualTo(slow(text));
  }
}
