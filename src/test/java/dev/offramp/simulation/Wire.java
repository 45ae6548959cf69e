package dev.offramp.simulation;

import dev.offramp.crm.Destination;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.load.Brake;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.throttle.Cost;
import dev.offramp.throttle.Feedback;
import dev.offramp.throttle.Permit;
import dev.offramp.throttle.Throttle;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The network between an invocation and the destination: a call takes its permit, is under way for
 * a while, takes effect at a moment of its own, and its answer may never come.
 */
final class Wire {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final World here;
  private final Job whose;
  private final Supplier<Instant> latestEnd;
  private final Optional<Throttle> throttle;

  private Wire(World here, Job whose, Supplier<Instant> latestEnd, Optional<Throttle> throttle) {
    this.here = here;
    this.whose = whose;
    this.latestEnd = latestEnd;
    this.throttle = throttle;
  }

  /**
   * Whose calls they are.
   *
   * @param begun the job as it was when the destination was opened
   * @param brake asked before each call, where no throttle asks it
   */
  record Job(dev.offramp.job.Job begun, Brake brake) {}

  /** A call under way. */
  private static final class Flight {
    private Object result;
    private Throwable refusal;

    Object answer() throws Throwable {
      if (refusal != null) {
        throw refusal;
      }
      return result;
    }
  }

  /** The destination as one invocation sees it. */
  static Destination open(
      World here, Job whose, Supplier<Instant> latestEnd, Optional<Throttle> throttle) {
    Wire wire = new Wire(here, whose, latestEnd, throttle);
    return (Destination)
        Proxy.newProxyInstance(
            Destination.class.getClassLoader(),
            new Class<?>[] {Destination.class},
            (self, method, args) -> {
              if (method.getName().equals("close")) {
                throttle.ifPresent(Throttle::close);
                return null;
              }
              return PortDesk.local(method)
                  ? here.crm.told(method.getName())
                  : wire.call(method, copied(args));
            });
  }

  private static Object[] copied(Object[] args) {
    Object[] copies = args.clone();
    for (int i = 0; i < copies.length; i++) {
      if (copies[i] instanceof Map<?, ?> map) {
        copies[i] = new LinkedHashMap<>(map);
      } else if (copies[i] instanceof Collection<?> all && !(all instanceof java.util.Set<?>)) {
        copies[i] = List.copyOf(all);
      }
    }
    return copies;
  }

  private Object call(Method method, Object[] args) throws Throwable {
    PortCall call = PortDesk.begun(here, Port.DESTINATION, method.getName());
    Fault fault = here.faults.at(call);
    PortDesk.before(here, call, fault);
    Optional<Permit> permit = permitted();
    here.operator.starts(whose.begun());
    here.limits.arrives(here.timeline.instant());
    switch (fault) {
      case LIMITED_429, LOCKED_423 -> {
        here.pause(here.millis(100));
        close(permit, Feedback.limited(here.crm.close(), "refused for a limit"));
        return call(method, args);
      }
      default -> {
        return sent(call, method, args, fault, permit);
      }
    }
  }

  private Object sent(
      PortCall call, Method method, Object[] args, Fault fault, Optional<Permit> permit)
      throws Throwable {
    Flight flight = new Flight();
    boolean lost =
        fault == Fault.TIMEOUT_BEFORE_EFFECT
            || fault == Fault.SERVER_ERROR_NO_EFFECT
            || (fault == Fault.UNAVAILABLE_503 && here.random.nextBoolean());
    boolean late = fault == Fault.CRASH_DURING || fault == Fault.SERVER_ERROR_LATE_EFFECT;
    int longest = (int) here.crm.traits().callTimeout().toMillis() - 1;
    Duration away = here.millis(late ? longest : 200);
    if (!lost) {
      here.timeline.after(away, () -> land(call, flight, method, args));
    }
    switch (fault) {
      case CRASH_DURING -> throw PortDesk.died(call);
      case SERVER_ERROR_LATE_EFFECT, SERVER_ERROR_NO_EFFECT -> {
        here.pause(here.millis(60));
        throw unknown(permit, Feedback.unanswered());
      }
      case UNAVAILABLE_503 -> {
        here.pause(here.millis(60));
        throw unknown(permit, Feedback.unavailable(here.crm.close(), "not there for a while"));
      }
      case TIMEOUT_BEFORE_EFFECT, TIMEOUT_AFTER_EFFECT -> {
        here.pause(here.crm.traits().callTimeout());
        throw unknown(permit, Feedback.unanswered());
      }
      default -> here.pause(away.plus(here.millis(50)));
    }
    if (fault == Fault.CRASH_AFTER) {
      throw PortDesk.died(call);
    }
    close(permit, Feedback.fine());
    Object answer = flight.answer();
    return fault == Fault.ROW_LEFT_OUT ? here.crm.without(answer) : answer;
  }

  private UnknownOutcomeException unknown(Optional<Permit> permit, Feedback feedback) {
    close(permit, feedback);
    return new UnknownOutcomeException("no answer", null);
  }

  private void close(Optional<Permit> permit, Feedback feedback) {
    permit.ifPresent(held -> throttle.orElseThrow().report(held, feedback));
  }

  private void land(PortCall call, Flight flight, Method method, Object[] args) {
    try {
      flight.result = here.effect(call, method, args);
    } catch (RuntimeException e) {
      flight.refusal = e;
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("the destination threw what its contract does not know", e);
    }
  }

  /** No call is begun that the lease does not outlive, nor without a permit. */
  private Optional<Permit> permitted() {
    Instant end = latestEnd.get();
    Instant latest = end.equals(Instant.MAX) ? end : end.minus(here.crm.traits().callTimeout());
    if (throttle.isPresent()) {
      return Optional.of(throttle.get().acquire(Cost.call(), latest));
    }
    whose.brake().look();
    Instant opens = here.crm.closedUntil();
    Instant now = here.clock().instant();
    Instant patience = now.plus(PATIENCE);
    if (now.isAfter(latest) || opens.isAfter(latest.isBefore(patience) ? latest : patience)) {
      throw new BudgetClosedException(
          opens.isAfter(now) ? opens : now, "the destination refuses for a limit");
    }
    if (opens.isAfter(now)) {
      here.pause(Duration.between(now, opens));
      return permitted();
    }
    return Optional.empty();
  }
}
