package dev.offramp.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichTagsTest {
  private static EnrichTags plan(String lines) {
    String text = "destination: hubspot\n" + lines;
    return new PlanReader().read(text.getBytes(StandardCharsets.UTF_8)).enrichTags();
  }

  @ParameterizedTest(name = "{0} | {1} | {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      emptyValue = "",
      textBlock =
          """
          Membership: {membership} / {level} | Academy  | Gold | Membership: Academy / Gold
          Membership: {membership} / {level} | Academy  | ''   | Membership: Academy
          {membership}                       | Academy  | Gold | Academy
          {level} of {membership}            | Academy  | Gold | Gold of Academy
          M: {membership} ({level})          | {level}  | $1   | M: {level} ($1)
          drop                               | Academy  | Gold | ''
          """)
  void aRuleNamesATag(String rule, String membership, String level, String tag) {
    EnrichTags tags = plan("enrichTags: {membership: \"" + rule + "\"}");
    assertThat(tags.membership(membership, level)).isEqualTo(tag);
    assertThat(tags.sequence("Welcome", "3")).isEqualTo("Sequence: Welcome / 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{membership: \"Member\"}",
        "{membership: \"{membership} {step}\"}",
        "{membership: \"{membership\"}",
        "{membership: \"{membership}; {level}\"}",
        "{sequence: \"{step}\"}",
        "{sequence: \"\"}"
      })
  void aRuleThatCannotBeFollowedIsRefused(String rules) {
    assertThatThrownBy(() -> plan("enrichTags: " + rules))
        .isInstanceOfSatisfying(
            PlanException.class, e -> assertThat(e.code()).isEqualTo("OFF-1510"));
  }

  @Test
  void withoutTheWordNothingIsFetched() {
    byte[] plain = "destination: hubspot\n".getBytes(StandardCharsets.UTF_8);
    assertThat(new PlanReader().read(plain).enrich()).isFalse();
  }
}
