package dev.offramp.kartra.api;

import dev.offramp.http.CallGate;
import dev.offramp.http.HttpCall;
import dev.offramp.http.HttpReply;
import dev.offramp.http.HttpTransport;
import dev.offramp.testkit.ManualClock;
import dev.offramp.throttle.Dialects;
import dev.offramp.throttle.InMemoryBudgetStore;
import dev.offramp.throttle.LeasedThrottle;
import dev.offramp.throttle.LimitsCatalogue;
import dev.offramp.throttle.Throttle;
import dev.offramp.throttle.ThrottleSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Kartra whose answers a test writes; waiting moves the clock. */
public final class CannedKartra {
  /** Answers one request. */
  @FunctionalInterface
  public interface Answers {
    /** The answer to a form. */
    HttpReply of(String form) throws IOException;
  }

  private final ManualClock clock;
  private final List<String> forms = new ArrayList<>();
  private final Throttle throttle;
  private final KartraApi api;

  /** Takes the answers; each use of one is noted. */
  public CannedKartra(ManualClock clock, Answers answers) {
    this.clock = clock;
    this.throttle =
        new LeasedThrottle(
            new InMemoryBudgetStore(),
            "kartra/test",
            LimitsCatalogue.bundled().limits("kartra", "default", 1),
            ThrottleSettings.USUAL,
            "test",
            clock,
            until -> advance(until));
    HttpTransport transport =
        (HttpCall call) -> {
          forms.add(call.body());
          return answers.of(call.body());
        };
    CallGate gate =
        new CallGate(
            throttle,
            transport,
            new Dialects().reader("kartra"),
            clock,
            () -> Instant.MAX,
            KartraApi.verdicts());
    this.api =
        new KartraApi(
            new KartraCredentials("app", "key", "pass word"), gate, Duration.ofSeconds(20));
  }

  private void advance(Instant until) {
    Duration wait = Duration.between(clock.instant(), until);
    if (!wait.isNegative()) {
      clock.advance(wait);
    }
  }

  /** An answer as Kartra sends all of them. */
  public static HttpReply ok(String body) {
    return new HttpReply(200, Map.of("content-type", List.of("text/html")), body);
  }

  /** The client. */
  public KartraApi api() {
    return api;
  }

  /** The budget. */
  public Throttle throttle() {
    return throttle;
  }

  /** What was sent, in order. */
  public List<String> forms() {
    return forms;
  }
}
