package dev.offramp.sandbox.kartra;

import dev.offramp.http.CallGate;
import dev.offramp.http.JdkHttpTransport;
import dev.offramp.kartra.api.KartraApi;
import dev.offramp.kartra.api.KartraCredentials;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.Dialects;
import dev.offramp.throttle.LeasedThrottle;
import dev.offramp.throttle.LimitsCatalogue;
import dev.offramp.throttle.Margins;
import dev.offramp.throttle.ThrottleSettings;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The client as production wires it, over loopback. */
final class KartraClient {
  private KartraClient() {}

  static KartraApi of(SimulatedKartra kartra, BudgetStore store, String key, Duration timeout) {
    LeasedThrottle throttle =
        new LeasedThrottle(
            store,
            "kartra/test",
            LimitsCatalogue.bundled().limits("kartra", "default", 1),
            new ThrottleSettings(Duration.ofSeconds(60), 8, timeout, Margins.USUAL),
            UUID.randomUUID().toString(),
            Clock.systemUTC(),
            KartraClient::sleepUntil);
    CallGate gate =
        new CallGate(
            throttle,
            new JdkHttpTransport(HttpClient.newHttpClient(), kartra.baseUri(), Map.of()),
            new Dialects().reader("kartra"),
            Clock.systemUTC(),
            () -> Instant.MAX,
            KartraApi.verdicts());
    return new KartraApi(
        new KartraCredentials("sandbox-app", key, "sandbox-password"), gate, timeout);
  }

  private static void sleepUntil(Instant until) {
    Duration wait = Duration.between(Instant.now(), until);
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, wait.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
