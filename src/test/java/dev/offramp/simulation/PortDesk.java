package dev.offramp.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Stands before every port: each call is a point at which others may run, at which something may go
 * wrong, and after which the invariants are checked.
 */
final class PortDesk {
  /** What the clients of AWS throw in the end. */
  static final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
      super(message);
    }
  }

  private final Supplier<World> world;

  /** Takes where the pipeline runs at the moment. */
  PortDesk(Supplier<World> world) {
    this.world = world;
  }

  /** The port as the pipeline sees it. */
  <T> T proxy(Port port, Class<T> type, Supplier<T> target) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                call(port, method, args, () -> invoke(target.get(), method, args)));
    return type.cast(proxy);
  }

  /** What a call does once it is made. */
  @FunctionalInterface
  interface Effect {
    Object run() throws Throwable;
  }

  /** Calls a method and gives its own exception. */
  static Object invoke(Object target, Method method, Object[] args) throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object call(Port port, Method method, Object[] args, Effect effect) throws Throwable {
    World here = world.get();
    if (here.timeline.running() == null) {
      return effect.run();
    }
    PortCall call = begun(here, port, method.getName());
    Fault fault = here.faults.at(call);
    before(here, call, fault);
    switch (fault) {
      case STORE_THROTTLED -> throw new StoreException("throughput exceeded");
      case TIMEOUT_BEFORE_EFFECT -> {
        here.pause(Duration.ofSeconds(2));
        throw new StoreException("no answer");
      }
      case CRASH_DURING -> {
        here.timeline.after(here.millis(900), () -> landed(here, call, args, effect));
        throw died(call);
      }
      case PARTIAL_BELLS -> {
        here.queues.ringSome(args);
        throw new StoreException("the queue takes no message");
      }
      default -> {
        Object result = repeated(fault, effect);
        here.step(call, args, result);
        return after(here, call, fault, result);
      }
    }
  }

  private static Object repeated(Fault fault, Effect effect) throws Throwable {
    if (fault == Fault.RETRIED_WRITE) {
      effect.run();
    }
    return effect.run();
  }

  /** Everybody else may run before a call, and whoever is dead calls nobody. */
  static PortCall begun(World here, Port port, String method) {
    Strand me = here.timeline.running();
    if (me.dead()) {
      throw new Killed();
    }
    here.pause(here.millis(port == Port.DESTINATION ? 20 : 8));
    return here.call(port, method, me);
  }

  /** What may go wrong at any port before the call. */
  static void before(World here, PortCall call, Fault fault) {
    here.trace.note(here.timeline.instant(), call, fault == Fault.NONE ? "" : fault);
    if (fault == Fault.NONE) {
      return;
    }
    here.count(fault);
    call.strand().hurts();
    switch (fault) {
      case CRASH_BEFORE -> throw died(call);
      case FREEZE -> here.pause(Duration.ofSeconds(30 + here.random.nextInt(240)));
      case SLOW -> here.pause(here.millis(9000));
      case CLOCK_JUMP -> call.strand().skew(Duration.ofMillis(here.random.nextInt(801) - 400));
      default -> {}
    }
  }

  private static Object after(World here, PortCall call, Fault fault, Object result) {
    if (fault == Fault.CRASH_AFTER) {
      throw died(call);
    }
    if (fault == Fault.TIMEOUT_AFTER_EFFECT) {
      here.pause(Duration.ofSeconds(2));
      throw new StoreException("no answer");
    }
    return result;
  }

  static Killed died(PortCall call) {
    call.strand().kill();
    return new Killed();
  }

  private static void landed(World here, PortCall call, Object[] args, Effect effect) {
    try {
      here.step(call, args, effect.run());
    } catch (RuntimeException e) {
      here.trace.note(here.timeline.instant(), call, "came too late");
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a port threw what its contract does not know", e);
    }
  }

  /** The methods that are no calls of anybody. */
  static boolean local(Method method) {
    return List.of("traits", "readBack", "toString", "hashCode", "equals")
        .contains(method.getName());
  }
}
