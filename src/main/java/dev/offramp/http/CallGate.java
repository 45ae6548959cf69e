package dev.offramp.http;

import dev.offramp.throttle.Answer;
import dev.offramp.throttle.Feedback;
import dev.offramp.throttle.FeedbackReader;
import dev.offramp.throttle.Permit;
import dev.offramp.throttle.Throttle;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Every request to a vendor goes through here: it takes a permit (invariant 7), starts only if it
 * can end in time, tells the throttle what the vendor said, and decides what may be sent again. A
 * change whose outcome is not known is never sent again by the gate (invariant 3).
 */
public final class CallGate implements AutoCloseable {
  private static final int MOST_TRIES = 5;
  private static final int BODY_START = 4000;
  private static final int SERVER_ERROR = 500;

  /** The server gave up waiting: it may have the request or a part of it. */
  private static final int REQUEST_TIMEOUT = 408;

  private final Throttle throttle;
  private final HttpTransport transport;
  private final FeedbackReader feedback;
  private final InstantSource clock;
  private final Supplier<Instant> latestEnd;
  private final Verdicts verdicts;

  /**
   * Takes its parts.
   *
   * @param feedback reads the vendor's dialect of limits
   * @param latestEnd by when a call has to have been answered: the end of the lease or of the
   *     function
   * @param verdicts what to make of silence and of refused keys
   */
  public CallGate(
      Throttle throttle,
      HttpTransport transport,
      FeedbackReader feedback,
      InstantSource clock,
      Supplier<Instant> latestEnd,
      Verdicts verdicts) {
    this.throttle = throttle;
    this.transport = transport;
    this.feedback = feedback;
    this.clock = clock;
    this.latestEnd = latestEnd;
    this.verdicts = verdicts;
  }

  /**
   * Sends a call and gives the vendor's answer; any status but those about limits, keys and failing
   * servers.
   *
   * @throws RuntimeException the verdicts' own: if it may or may not have taken effect or nobody
   *     answers, and if the key is refused or lacks a permission
   * @throws dev.offramp.throttle.BudgetClosedException if no permit is to be had soon enough
   */
  public HttpReply send(HttpCall call) {
    String last = "";
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
      HttpReply reply;
      try {
        reply = once(call);
      } catch (HttpTransport.NotSentException e) {
        last = "no connection";
        continue; // Certainly no effect.
      } catch (IOException e) {
        if (call.effect() == HttpCall.Effect.WRITE) {
          throw verdicts.unknown(call, "no answer", e);
        }
        last = "no answer";
        continue;
      }
      if (reply == null) {
        attempt--; // Refused for a limit: no effect. The next permit says how long to wait.
        continue;
      }
      if (reply.status() < SERVER_ERROR && reply.status() != REQUEST_TIMEOUT) {
        verdicts.check(call, reply);
        return reply;
      }
      if (call.effect() == HttpCall.Effect.WRITE) {
        throw verdicts.unknown(call, "status " + reply.status(), null);
      }
      last = "status " + reply.status();
    }
    throw verdicts.unknown(call, last, null);
  }

  /** Gives back what is left of the budget; nothing is sent afterwards. */
  @Override
  public void close() {
    throttle.close();
  }

  /** One try; null where the vendor refused it because of a limit. */
  private HttpReply once(HttpCall call) throws IOException {
    Permit permit = throttle.acquire(call.cost(), latestStart(call));
    HttpReply reply;
    try {
      reply = transport.send(call);
    } catch (IOException e) {
      throttle.report(permit, Feedback.unanswered());
      throw e;
    }
    Feedback said = feedback.read(answer(reply));
    throttle.report(permit, said);
    return said.verdict() == Feedback.Verdict.LIMITED ? null : reply;
  }

  private Instant latestStart(HttpCall call) {
    Instant end = latestEnd.get();
    return end.equals(Instant.MAX) ? end : end.minus(call.timeout());
  }

  private Answer answer(HttpReply reply) {
    String body = reply.body();
    String start = body.length() > BODY_START ? body.substring(0, BODY_START) : body;
    return new Answer(reply.status(), reply.headers(), start, clock.instant());
  }
}
