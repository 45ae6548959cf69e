package dev.offramp.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.enrich.KartraAccounts;
import dev.offramp.enrich.KartraSession;
import dev.offramp.http.CallGate;
import dev.offramp.http.JdkHttpTransport;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.kartra.api.KartraApi;
import dev.offramp.kartra.api.KartraApiException;
import dev.offramp.kartra.api.KartraApiException.Remedy;
import dev.offramp.kartra.api.KartraCredentials;
import dev.offramp.load.Brake;
import dev.offramp.load.BrakedThrottle;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Opens Kartra accounts with the keys in Secrets Manager. A secret is JSON: {@code {"app_id": …,
 * "api_key": …, "api_password": …}}, and where it is not Kartra's own, {@code "baseUri"}.
 */
final class KartraConnections implements KartraAccounts {
  private static final String PLATFORM = "kartra";

  /** https://support.kartra.com/support/solutions/articles/153000169434 */
  private static final String KARTRA = "https://app.kartra.com";

  private final SecretsManagerClient secrets;
  private final ResourceNames names;
  private final BudgetStore budgets;
  private final JobStore jobs;
  private final HttpClient http;
  private final InstantSource clock;
  private final Waiter waiter;
  private final Duration callTimeout;
  private final ObjectMapper json = new ObjectMapper();
  private final Limits limits =
      LimitsCatalogue.bundled().limits(PLATFORM, LimitsCatalogue.DEFAULT_TIER, 1);
  private final Dialects dialects = new Dialects();

  KartraConnections(
      AwsClients clients,
      ResourceNames names,
      BudgetStore budgets,
      JobStore jobs,
      HttpClient http,
      InstantSource clock,
      Waiter waiter,
      Duration callTimeout) {
    this.secrets = clients.secrets();
    this.names = names;
    this.budgets = budgets;
    this.jobs = jobs;
    this.http = http;
    this.clock = clock;
    this.waiter = waiter;
    this.callTimeout = callTimeout;
  }

  @Override
  public Optional<KartraSession> open(
      Job job, int sharePerMille, Duration patience, Supplier<Instant> latestEnd) {
    return secret(names.kartraSecret(job.migration()))
        .map(secret -> session(job, secret, sharePerMille, patience, latestEnd));
  }

  /** Under which name the budget of a migration's App goes; nothing where there are no keys. */
  Optional<String> budget(String migration) {
    return secret(names.kartraSecret(migration)).map(secret -> credentials(secret).budget());
  }

  private KartraSession session(
      Job job, JsonNode secret, int wanted, Duration patience, Supplier<Instant> latestEnd) {
    KartraCredentials credentials = credentials(secret);
    Throttle throttle = throttle(job, credentials.budget(), wanted, patience);
    int share = new BudgetControl(budgets).status(credentials.budget()).sharePerMille();
    CallGate gate =
        new CallGate(
            throttle,
            new JdkHttpTransport(http, URI.create(secret.path("baseUri").asText(KARTRA)), Map.of()),
            dialects.reader(PLATFORM),
            clock,
            latestEnd,
            KartraApi.verdicts());
    return new KartraSession(
        new KartraApi(credentials, gate, callTimeout), throttle, limits, Math.max(1, share));
  }

  private Throttle throttle(Job job, String budget, int wanted, Duration patience) {
    new BudgetControl(budgets).planned(budget, wanted);
    ThrottleSettings usual = ThrottleSettings.USUAL;
    InstantSource steady = new SteadyClock(clock);
    LeasedThrottle throttle =
        new LeasedThrottle(
            budgets,
            budget,
            limits,
            new ThrottleSettings(patience, usual.lanes(), callTimeout, usual.margins()),
            UUID.randomUUID().toString(),
            steady,
            waiter);
    return new BrakedThrottle(throttle, new Brake(jobs, job, steady), steady);
  }

  private Optional<JsonNode> secret(String name) {
    try {
      JsonNode secret = json.readTree(secrets.getSecretValue(g -> g.secretId(name)).secretString());
      if (secret.isObject() && !credentials(secret).incomplete()) {
        return Optional.of(secret);
      }
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      // Its message holds the secret. Told below without it.
    }
    throw new KartraApiException(
        "OFF-2802",
        "The secret %s is not {\"app_id\": …, \"api_key\": …, \"api_password\": …}. Correct it, then try again."
            .formatted(name),
        Remedy.CREDENTIALS,
        null);
  }

  private static KartraCredentials credentials(JsonNode secret) {
    return new KartraCredentials(
        secret.path("app_id").asText(""),
        secret.path("api_key").asText(""),
        secret.path("api_password").asText(""));
  }
}
