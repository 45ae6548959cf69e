package dev.offramp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.sandbox.FaultPlan.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * What stands before a simulated vendor's API: the key, the published limits as true sliding
 * windows, the lock of heavy writes, and the faults of a plan. Reads no clock of its own and waits
 * for nothing, so tests run it on theirs.
 *
 * <p>What HubSpot's pages leave open is decided the strict way: the day's limit is a sliding window
 * of 24 hours too, which never allows more than one that starts afresh at midnight; a refused call
 * does not count; a lock of two seconds holds for every change.
 *
 * <p>Source: https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines and
 * https://developers.hubspot.com/docs/api-reference/error-handling
 */
final class VendorGate {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long LOCK_NANOS = 2 * SECOND_NANOS;
  private static final long DAY_MILLIS = 86_400_000;
  private static final int SEARCHES_A_SECOND = 5;

  private final SimulatedApi api;
  private final String key;
  private final LongSupplier nanos;
  private final SlidingLimit burst;
  private final SlidingLimit daily;
  private final SlidingLimit searches = new SlidingLimit(1_000, SEARCHES_A_SECOND);
  private final Random random;

  /** One of its own: the n-th call that changes something meets the same fault in every run. */
  private final Random chance;

  private FaultPlan faults;
  private long lockedUntil;
  private boolean locked;
  private long faulted;
  private long timedOutAfterEffect;

  /**
   * Takes its parts.
   *
   * @param nanos a clock that only goes forward
   */
  VendorGate(SimulatedApi api, SandboxOptions options, LongSupplier nanos) {
    this.api = api;
    this.key = options.key();
    this.nanos = nanos;
    this.burst = new SlidingLimit(10_000, options.callsPer10s());
    this.daily = new SlidingLimit(DAY_MILLIS, options.callsPerDay());
    this.faults = options.faults();
    this.random = new Random(faults.seed());
    this.chance = new Random(faults.seed());
  }

  /**
   * A call to the vendor.
   *
   * @param authorization the header, or null
   */
  record Call(String authorization, String method, String path, String query, JsonNode body) {}

  /**
   * What the vendor does about a call.
   *
   * @param headers the headers about limits
   * @param answer what is said, or null where the caller hears nothing
   * @param latencyMillis how long it takes
   * @param holdMillis how long a call without an answer is held open
   */
  record Deed(Map<String, String> headers, ApiReply answer, int latencyMillis, int holdMillis) {}

  synchronized void faults(FaultPlan plan) {
    faults = plan;
  }

  /** Decides, and lets the change take effect where it does. */
  synchronized Deed take(Call call) {
    if (!("Bearer " + key).equals(call.authorization())) {
      return said(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.");
    }
    long now = nanos.getAsLong();
    if (!daily.room(now)) {
      return limited(daily, "You have reached your daily limit.", "DAILY");
    }
    if (!burst.room(now)) {
      return limited(
          burst, "You have reached your ten_secondly_rolling limit.", "TEN_SECONDLY_ROLLING");
    }
    if (call.path().endsWith("/search") && !searches.tryCall(now)) {
      return limited(searches, "You have reached your secondly limit.", "SECONDLY");
    }
    daily.tryCall(now);
    burst.tryCall(now);
    return within(call, now);
  }

  private Deed within(Call call, long now) {
    boolean changes = api.changes(call.method(), call.path());
    if (changes && locked && lockedUntil - now > 0) {
      return said(423, "LOCKED", "The records are locked.");
    }
    Fault fault = changes ? draw() : Fault.NONE;
    return switch (fault) {
      case LOCKED -> {
        locked = true;
        lockedUntil = now + LOCK_NANOS;
        yield said(423, "LOCKED", "The records are locked.");
      }
      case SOMEBODY_ELSE ->
          limited(null, "Another integration has used the limit.", "TEN_SECONDLY_ROLLING");
      case FAILED_BEFORE -> said(503, "SERVICE_UNAVAILABLE", "Try again.");
      case TIMEOUT_BEFORE -> silence();
      case TIMEOUT_AFTER -> {
        answer(call);
        yield silence();
      }
      case FAILED_AFTER -> {
        answer(call);
        yield said(502, "BAD_GATEWAY", "Bad gateway.");
      }
      case NONE -> deed(answer(call));
    };
  }

  private ApiReply answer(Call call) {
    return api.call(call.method(), call.path(), call.query(), call.body());
  }

  private Fault draw() {
    Fault fault = faults.at(chance.nextInt(1000));
    faulted += fault == Fault.NONE ? 0 : 1;
    timedOutAfterEffect += fault == Fault.TIMEOUT_AFTER ? 1 : 0;
    return fault;
  }

  private Deed said(int status, String category, String message) {
    return deed(new ApiReply(status, api.error(status, category, message)));
  }

  /** Counts the refusal where a limit of ours is the reason. */
  private Deed limited(SlidingLimit limit, String message, String policy) {
    if (limit != null) {
      limit.refuse();
    }
    ObjectNode error = (ObjectNode) api.error(429, "RATE_LIMITS", message);
    error.put("policyName", policy);
    return deed(new ApiReply(429, error));
  }

  private Deed silence() {
    return new Deed(Map.of(), null, latency(), faults.holdMillis());
  }

  private Deed deed(ApiReply answer) {
    return new Deed(headers(), answer, latency(), 0);
  }

  private int latency() {
    int tenth = faults.latencyMillis() / 10;
    return faults.latencyMillis() + (tenth == 0 ? 0 : random.nextInt(2 * tenth + 1) - tenth);
  }

  private Map<String, String> headers() {
    long now = nanos.getAsLong();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-HubSpot-RateLimit-Max", Integer.toString(burst.limit()));
    headers.put("X-HubSpot-RateLimit-Remaining", Integer.toString(burst.remaining(now)));
    headers.put("X-HubSpot-RateLimit-Interval-Milliseconds", "10000");
    headers.put("X-HubSpot-RateLimit-Daily", Integer.toString(daily.limit()));
    headers.put("X-HubSpot-RateLimit-Daily-Remaining", Integer.toString(daily.remaining(now)));
    return headers;
  }

  /** Calls so far, refusals, and the fullest window of ten seconds. */
  synchronized void describe(ObjectNode stats) {
    stats.put("limitPer10s", burst.limit());
    stats.put("fullest10s", burst.fullest());
    stats.put("refusedForTheLimit", burst.refused() + daily.refused() + searches.refused());
    stats.put("callsToday", daily.limit() - daily.remaining(nanos.getAsLong()));
    stats.put("records", api.size());
    stats.put("faults", faulted);
    stats.put("timedOutAfterEffect", timedOutAfterEffect);
  }
}
