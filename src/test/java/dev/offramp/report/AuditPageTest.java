package dev.offramp.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.audit.Audit;
import dev.offramp.audit.FileAudit;
import dev.offramp.audit.ReviewLine;
import dev.offramp.audit.Sample;
import dev.offramp.audit.TextSource;
import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.kartra.KartraSettings;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a customer writes into cells can never run: not in a browser, not in a spreadsheet. */
class AuditPageTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final String HARMLESS = "harmless";

  private static FileAudit.Outcome.Audited audited(String name, String word) throws IOException {
    String cell = '"' + word.replace("\"", "\"\"") + '"';
    String csv =
        "email,tags,lists,gdpr_lead_status,%1$s\nanna@example.com,%1$s,%1$s,4,%1$s\nbad,%1$s,x,2,y\n"
            .formatted(cell);
    return (FileAudit.Outcome.Audited)
        new FileAudit(
                KartraSettings.defaults()
                    .withSeparators(java.util.Map.of("tags", "\t", "lists", "\t")),
                ForecastWish.to("hubspot"),
                Sample.USUAL)
            .audit(new TextSource(name, csv), line -> {}, done -> {});
  }

  private static String page(String name, String word) throws IOException {
    return new AuditTables().page(audited(name, word).result().audit());
  }

  /** The page without its texts: elements and attributes alone. */
  private static List<String> skeleton(String page) {
    return TAG.matcher(page).results().map(MatchResult::group).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</style><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "<!--",
        "]]><svg/onload=alert(1)>",
        "</title><meta http-equiv=refresh content=0>",
        "%s %1$s $1 \\ %n",
        "=HYPERLINK(1)"
      })
  void noElementOrAttributeStemsFromACell(String word) throws IOException {
    String hostile = page("contacts.csv", word);
    assertThat(skeleton(hostile)).isEqualTo(skeleton(page("contacts.csv", HARMLESS)));
    assertThat(skeleton(page(word.replace('/', '_'), HARMLESS)))
        .isEqualTo(skeleton(page("contacts.csv", HARMLESS)));
    assertThat(hostile).contains(HtmlPage.escape(word));
  }

  @Test
  void thePageNeedsNothingFromElsewhereAndRunsNothing() throws IOException {
    String page = page("contacts.csv", HARMLESS);
    assertThat(page)
        .contains("default-src 'none'", "width=device-width", "prefers-color-scheme:dark")
        .doesNotContain("<script", "src=", "href=", "@import", "url(", "javascript:");
    assertThat(skeleton(page)).noneMatch(tag -> tag.matches("(?is)<[^>]*\\son\\w+\\s*=.*"));
  }

  /** Invariant 8. */
  @Test
  void thePageNamesNobody() throws IOException {
    assertThat(page("contacts.csv", HARMLESS)).doesNotContain("anna", "@example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
  void aTableHoldsNoFormula(String word) throws IOException {
    FileAudit.Outcome.Audited audited = audited("contacts.csv", word);
    StringBuilder sample = new StringBuilder();
    StringBuilder review = new StringBuilder();
    new AuditTables().sample(sample, audited.layout(), audited.result().sample());
    try (AuditTables.Review table = new AuditTables().review(review)) {
      table.add(new ReviewLine(2, word, word, "UNKNOWN", "OFF-1601"));
    }
    int cells = 0;
    for (String csv : List.of(sample.toString(), review.toString())) {
      for (CSVRecord row : CSVFormat.RFC4180.parse(new StringReader(csv))) {
        for (String cell : row) {
          cells++;
          assertThat(cell).doesNotStartWith("=").doesNotStartWith("+").doesNotStartWith("@");
          assertThat(cell).doesNotStartWith("-").doesNotStartWith("\t").doesNotStartWith("\r");
        }
      }
    }
    assertThat(cells).isGreaterThan(20);
    assertThat(review.toString()).contains("The export does not say whether");
  }

  @Test
  void anAuditOfNothingHasAPageToo() throws IOException {
    Audit empty =
        ((FileAudit.Outcome.Audited)
                new FileAudit(KartraSettings.defaults(), ForecastWish.to("mailchimp"), Sample.USUAL)
                    .audit(
                        new TextSource("a.csv", "email,gdpr_lead_status\n"),
                        line -> {},
                        done -> {}))
            .result()
            .audit();
    assertThat(new AuditTables().page(empty)).contains("Nothing. Every row can be read.");
  }
}
