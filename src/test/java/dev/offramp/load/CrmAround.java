package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.testkit.FakeCrm;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A CRM in memory whose calls go through a test's hands. */
interface CrmAround {
  /** What the CRM itself does with a call. */
  interface Right {
    Object run() throws Throwable;
  }

  /**
   * Answers a call.
   *
   * @param call the method's name
   */
  Object answer(String call, Object[] args, Right right) throws Throwable;

  /** The CRM with a test's hands around it. */
  static Destination of(FakeCrm crm, CrmAround around) {
    return (Destination)
        Proxy.newProxyInstance(
            Destination.class.getClassLoader(),
            new Class<?>[] {Destination.class},
            (proxy, method, args) ->
                around.answer(
                    method.getName(),
                    args,
                    () -> {
                      try {
                        return method.invoke(crm, args);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }
}
