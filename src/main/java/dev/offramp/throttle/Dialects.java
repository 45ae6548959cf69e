package dev.offramp.throttle;

import dev.offramp.throttle.Dialect.Clue;
import dev.offramp.throttle.Dialect.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How Kartra and each destination tell about their limits. */
public final class Dialects {
  private static final Duration DAY = Duration.ofDays(1);

  /** When a day's budget is used up and nobody says when it opens: look again after this. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(15);

  private static final Dialect PLAIN =
      new Dialect(
          Duration.ofSeconds(10),
          List.of(),
          List.of(
              new Gauge(
                  CostUnit.CALLS,
                  "x-ratelimit-limit",
                  "x-ratelimit-remaining",
                  "",
                  Optional.empty())),
          "https://www.rfc-editor.org/rfc/rfc6585#section-4");

  private final Map<String, Dialect> dialects =
      Map.ofEntries(
          Map.entry("kartra", kartra()),
          Map.entry("hubspot", hubspot()),
          Map.entry("salesforce", salesforce()),
          Map.entry("zoho", zoho()),
          Map.entry("pipedrive", pipedrive()),
          Map.entry("highlevel", highlevel()),
          Map.entry("freshsales", freshsales()),
          Map.entry("dynamics365", dynamics()),
          Map.entry(
              "odoo",
              plain(Duration.ofSeconds(5), "https://github.com/odoo/documentation/pull/3647")),
          Map.entry("twenty", twenty()),
          Map.entry(
              "nutshell",
              plain(Duration.ofSeconds(10), "https://github.com/api-evangelist/nutshell")),
          Map.entry("mailchimp", mailchimp()),
          Map.entry("monday", monday()));

  /** The reader of one platform's answers; a plain one for a platform that is not known. */
  public FeedbackReader reader(String platform) {
    return new DialectReader(dialects.getOrDefault(platform, PLAIN));
  }

  /** The platforms whose dialect is known. */
  public Set<String> platforms() {
    return dialects.keySet();
  }

  private static Dialect plain(Duration pause, String page) {
    return new Dialect(pause, List.of(), PLAIN.gauges(), page);
  }

  private static Dialect kartra() {
    Duration second = Duration.ofSeconds(1);
    return new Dialect(
        second,
        // Before anything that is nested: a contact's notes may say "too many requests" too.
        List.of(
            Clue.anyStatus(
                "\\A\\s*(?:\\{[^{}\\[\\]]*\"message\"\\s*:\\s*\"[^\"]*|[^{]*)too many requests",
                second,
                "Kartra takes 20 calls a second")),
        List.of(),
        "https://support.kartra.com/support/solutions/articles/153000169434");
  }

  private static Dialect hubspot() {
    return new Dialect(
        Duration.ofSeconds(10),
        List.of(
            Clue.body(
                429,
                "\"policyName\"\\s*:\\s*\"DAILY",
                LOOK_AGAIN,
                "the day's calls of the account are used"),
            Clue.body(
                429, "SECONDLY", Duration.ofSeconds(10), "the account's calls in 10 s are used"),
            Clue.status(423, Duration.ofSeconds(2), "the records are locked for 2 s"),
            Clue.status(477, LOOK_AGAIN, "the account is being moved to another data centre")),
        List.of(
            Gauge.timed(
                "x-hubspot-ratelimit-max",
                "x-hubspot-ratelimit-remaining",
                "x-hubspot-ratelimit-interval-milliseconds"),
            Gauge.of(
                CostUnit.CALLS,
                "x-hubspot-ratelimit-daily",
                "x-hubspot-ratelimit-daily-remaining",
                DAY)),
        "https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines");
  }

  private static Dialect salesforce() {
    return new Dialect(
        Duration.ofSeconds(10),
        List.of(
            Clue.body(
                403,
                "REQUEST_LIMIT_EXCEEDED.{0,400}concurrent|concurrent.{0,400}REQUEST_LIMIT_EXCEEDED",
                Duration.ofSeconds(5),
                "too many long calls at once"),
            Clue.body(
                403, "REQUEST_LIMIT_EXCEEDED", LOOK_AGAIN, "the org's calls in 24 h are used")),
        List.of(),
        "https://developer.salesforce.com/docs/platform/salesforce-app-limits-cheatsheet/guide/salesforce-app-limits-platform-api.html");
  }

  private static Dialect zoho() {
    return new Dialect(
        Duration.ofSeconds(10),
        List.of(
            Clue.body(429, "concurren", Duration.ofSeconds(2), "too many calls at once"),
            Clue.body(429, "credit", LOOK_AGAIN, "the credits of 24 h are used")),
        List.of(Gauge.of(CostUnit.CREDITS, "", "x-api-credits-remaining", DAY)),
        "https://www.zoho.com/crm/developer/docs/api/v8/api-limits.html");
  }

  private static Dialect pipedrive() {
    return new Dialect(
        Duration.ofSeconds(2),
        List.of(
            Clue.body(403, "<html|cloudflare", LOOK_AGAIN, "the vendor's firewall has shut us out"),
            Clue.body(429, "daily|token", LOOK_AGAIN, "the company's tokens of the day are used")),
        List.of(
            Gauge.of(
                CostUnit.CALLS,
                "x-ratelimit-limit",
                "x-ratelimit-remaining",
                Duration.ofSeconds(2)),
            Gauge.of(
                CostUnit.TOKENS,
                "x-daily-ratelimit-token-limit",
                "x-daily-ratelimit-token-remaining",
                DAY)),
        "https://pipedrive.readme.io/docs/core-api-concepts-rate-limiting");
  }

  private static Dialect highlevel() {
    return new Dialect(
        Duration.ofSeconds(10),
        List.of(),
        List.of(
            Gauge.timed(
                "x-ratelimit-max", "x-ratelimit-remaining", "x-ratelimit-interval-milliseconds"),
            Gauge.of(
                CostUnit.CALLS, "x-ratelimit-limit-daily", "x-ratelimit-daily-remaining", DAY)),
        "https://marketplace.gohighlevel.com/docs/other/rate-limits");
  }

  private static Dialect freshsales() {
    Duration minute = Duration.ofMinutes(1);
    return new Dialect(
        minute,
        List.of(
            Clue.body(400, "response_code\\s*::\\s*429", minute, "the account's calls are used")),
        PLAIN.gauges(),
        "https://support.freshsales.io/support/solutions/articles/50000010026");
  }

  private static Dialect dynamics() {
    Duration pause = Duration.ofSeconds(30);
    return new Dialect(
        pause,
        List.of(
            Clue.body(429, "0x80072322", pause, "the user's calls in 300 s are used"),
            Clue.body(429, "0x80072321", pause, "the user's execution time in 300 s is used"),
            Clue.body(429, "0x80072326", pause, "too many calls at once")),
        List.of(),
        "https://learn.microsoft.com/en-us/power-apps/developer/data-platform/api-limits");
  }

  private static Dialect twenty() {
    Duration minute = Duration.ofMinutes(1);
    return new Dialect(
        minute,
        List.of(
            Clue.anyStatus(
                "Limit reached \\(\\d+ tokens per (?<ms>\\d+) ms\\)",
                minute,
                "the workspace's calls in a minute are used"),
            Clue.anyStatus(
                "\"subCode\"\\s*:\\s*\"LIMIT_REACHED\"",
                minute,
                "the workspace's calls in a minute are used")),
        List.of(),
        "https://github.com/twentyhq/twenty/issues/14122");
  }

  private static Dialect mailchimp() {
    Duration pause = Duration.ofSeconds(10);
    return new Dialect(
        pause,
        List.of(Clue.body(403, "\\A\\s*\\z|\\A\\s*<", pause, "too many connections at once")),
        List.of(),
        "https://mailchimp.com/developer/marketing/docs/fundamentals/");
  }

  private static Dialect monday() {
    Duration minute = Duration.ofMinutes(1);
    String seconds = ".{0,600}?(?:retry_in_seconds\"?\\s*[:=]\\s*|reset in )(?<s>\\d+)";
    String error = "\"(?:errors|error_code|error_message|code)\".*?";
    return new Dialect(
        minute,
        List.of(
            Clue.anyStatus(
                error + "DAILY_LIMIT_EXCEEDED",
                LOOK_AGAIN,
                "the account's calls of the day are used"),
            Clue.anyStatus(
                error + "complexity ?_?budget ?_?exhausted" + seconds,
                minute,
                "the complexity of a minute is used"),
            Clue.anyStatus(
                error + "(?:complexity ?_?budget ?_?exhausted|ComplexityException)",
                minute,
                "the complexity of a minute is used"),
            Clue.anyStatus(
                error + "maxConcurrencyExceeded", Duration.ofSeconds(2), "too many calls at once"),
            Clue.anyStatus(
                error + "IP_RATE_LIMIT_EXCEEDED" + seconds,
                Duration.ofSeconds(10),
                "our address has made too many calls"),
            Clue.anyStatus(
                error + "IP_RATE_LIMIT_EXCEEDED",
                Duration.ofSeconds(10),
                "our address has made too many calls"),
            Clue.anyStatus(
                error + "rate ?limit ?exceeded", minute, "the calls of a minute are used")),
        List.of(),
        "https://developer.monday.com/api-reference/docs/rate-limits");
  }
}
