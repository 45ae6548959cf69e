package dev.offramp.bench.makespan;

import dev.offramp.aws.SleepingWaiter;
import dev.offramp.crm.Destination;
import dev.offramp.crm.http.DestinationVerdicts;
import dev.offramp.crm.hubspot.HubSpot;
import dev.offramp.http.CallGate;
import dev.offramp.http.JdkHttpTransport;
import dev.offramp.job.Job;
import dev.offramp.load.Connections;
import dev.offramp.sandbox.SandboxServer;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.Dialects;
import dev.offramp.throttle.LeasedThrottle;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.ThrottleSettings;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Opens a simulated vendor as a {@link OneRecordDestination}, with a limit of its own. */
final class OneRecordConnections implements Connections {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final BudgetStore budgets;
  private final SandboxServer vendor;
  private final Limits limits;
  private final Clock clock = Clock.systemUTC();
  private final HttpClient http = HttpClient.newHttpClient();

  OneRecordConnections(BudgetStore budgets, SandboxServer vendor, Limits limits) {
    this.budgets = budgets;
    this.vendor = vendor;
    this.limits = limits;
  }

  @Override
  public Destination open(Job job, Supplier<Instant> latestEnd) {
    ThrottleSettings usual = ThrottleSettings.USUAL;
    LeasedThrottle throttle =
        new LeasedThrottle(
            budgets,
            job.account(),
            limits,
            new ThrottleSettings(usual.patience(), usual.lanes(), TIMEOUT, usual.margins()),
            UUID.randomUUID().toString(),
            clock,
            new SleepingWaiter(clock));
    CallGate gate =
        new CallGate(
            throttle,
            new JdkHttpTransport(
                http, vendor.baseUri(), Map.of("Authorization", "Bearer " + vendor.key())),
            new Dialects().reader(HubSpot.NAME),
            clock,
            latestEnd,
            new DestinationVerdicts());
    return new OneRecordDestination(new HubSpot(gate, TIMEOUT));
  }
}
