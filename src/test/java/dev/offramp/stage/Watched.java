package dev.offramp.stage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A port that tells of every call, before and after its effect; what it is told may throw. */
final class Watched {
  private Watched() {}

  /** Is told of calls. */
  @FunctionalInterface
  interface Watcher {
    /** Takes the method's name and whether it has taken effect. */
    void see(String call, boolean after);
  }

  /** The port with a watcher. */
  static <T> T of(Class<T> port, T target, Watcher watcher) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              watcher.see(method.getName(), false);
              try {
                Object result = method.invoke(target, arguments);
                watcher.see(method.getName(), true);
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
