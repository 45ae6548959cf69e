package dev.offramp.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.crm.Destination;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.http.DestinationVerdicts;
import dev.offramp.crm.hubspot.HubSpot;
import dev.offramp.http.CallGate;
import dev.offramp.http.JdkHttpTransport;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.load.Brake;
import dev.offramp.load.BrakedThrottle;
import dev.offramp.load.Connections;
import dev.offramp.throttle.BudgetControl;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.Dialects;
import dev.offramp.throttle.LeasedThrottle;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.LimitsCatalogue;
import dev.offramp.throttle.Throttle;
import dev.offramp.throttle.ThrottleSettings;
import dev.offramp.throttle.Waiter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Opens destinations with the keys in Secrets Manager. A secret is JSON: {@code {"token": …}}, and
 * where needed {@code "baseUri"} and {@code "tier"}.
 */
final class DestinationConnections implements Connections {
  private final SecretsManagerClient secrets;
  private final ResourceNames names;
  private final BudgetStore budgets;
  private final JobStore jobs;
  private final HttpClient http;
  private final InstantSource clock;
  private final Waiter waiter;
  private final Duration callTimeout;
  private final ToIntFunction<Job> share;
  private final ObjectMapper json = new ObjectMapper();
  private final LimitsCatalogue limits = LimitsCatalogue.bundled();
  private final Dialects dialects = new Dialects();

  DestinationConnections(
      AwsClients clients,
      ResourceNames names,
      BudgetStore budgets,
      JobStore jobs,
      HttpClient http,
      InstantSource clock,
      Waiter waiter,
      Duration callTimeout,
      ToIntFunction<Job> share) {
    this.secrets = clients.secrets();
    this.names = names;
    this.budgets = budgets;
    this.jobs = jobs;
    this.http = http;
    this.clock = clock;
    this.waiter = waiter;
    this.callTimeout = callTimeout;
    this.share = share;
  }

  @Override
  public Destination open(Job job, Supplier<Instant> latestEnd) {
    if (!job.destination().equals(HubSpot.NAME)) {
      throw new DestinationException(
          "OFF-2001",
          "The destination \"%s\" is not known. Known: %s."
              .formatted(job.destination(), HubSpot.NAME));
    }
    JsonNode secret = secret(job);
    CallGate gate =
        new CallGate(
            throttle(job, secret.path("tier").asText(LimitsCatalogue.DEFAULT_TIER)),
            transport(secret),
            dialects.reader(job.destination()),
            clock,
            latestEnd,
            new DestinationVerdicts());
    return new HubSpot(gate, callTimeout);
  }

  private JdkHttpTransport transport(JsonNode secret) {
    return new JdkHttpTransport(
        http,
        URI.create(secret.path("baseUri").asText("https://api.hubapi.com")),
        Map.of("Authorization", "Bearer " + secret.path("token").asText()));
  }

  private Throttle throttle(Job job, String tier) {
    Limits published = limits.limits(job.destination(), tier, 1);
    new BudgetControl(budgets).planned(job.account(), share.applyAsInt(job));
    ThrottleSettings usual = ThrottleSettings.USUAL;
    InstantSource steady = new SteadyClock(clock);
    LeasedThrottle throttle =
        new LeasedThrottle(
            budgets,
            job.account(),
            published,
            new ThrottleSettings(usual.patience(), usual.lanes(), callTimeout, usual.margins()),
            UUID.randomUUID().toString(),
            steady,
            waiter);
    return new BrakedThrottle(throttle, new Brake(jobs, job, steady), steady);
  }

  private JsonNode secret(Job job) {
    String name = names.secret(job.account());
    try {
      JsonNode secret = json.readTree(secrets.getSecretValue(g -> g.secretId(name)).secretString());
      if (!secret.path("token").asText("").isBlank()) {
        return secret;
      }
    } catch (ResourceNotFoundException e) {
      throw missing("OFF-2002", "There is no secret " + name + ".");
    } catch (JsonProcessingException e) {
      throw missing("OFF-2003", "The secret " + name + " is not JSON.");
    }
    throw missing("OFF-2003", "The secret " + name + " holds no token.");
  }

  private static DestinationException missing(String code, String what) {
    return new DestinationException(
        code, what + " Put {\"token\": \"…\"} with the destination's key there, then try again.");
  }
}
