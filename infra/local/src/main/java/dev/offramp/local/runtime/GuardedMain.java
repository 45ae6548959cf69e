package dev.offramp.local.runtime;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/**
 * The main class of a function's process: ends the process when its parent is gone, and hands over
 * to the runtime client. Knows nothing but the JDK, because it is on every function's class path.
 */
public final class GuardedMain {
  /** What the parent sends before it closes standard input to end the process in order. */
  public static final int IN_ORDER = 1;

  private GuardedMain() {}

  /**
   * Runs the function until the process is killed or its standard input ends.
   *
   * @param arguments the class name of the runtime client, and the handler
   * @throws ReflectiveOperationException if the runtime client is not on the class path
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread guard = new Thread(GuardedMain::endWithParent, "parent-guard");
    guard.setDaemon(true);
    guard.start();
    Object handler = new String[] {arguments[1]};
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, handler);
    } catch (InvocationTargetException e) {
      System.err.println(PortableErrors.trace(e.getCause()));
      System.exit(1);
    }
  }

  /**
   * The parent holds the other end of standard input; however it dies, this end sees it close. A
   * byte before that says that the process is to end in order.
   */
  private static void endWithParent() {
    boolean inOrder = false;
    try {
      for (int read = System.in.read(); read >= 0; read = System.in.read()) {
        inOrder = read == IN_ORDER;
      }
    } catch (IOException e) {
      System.err.println("standard input failed, ending: " + e.getMessage());
    }
    if (inOrder) {
      System.exit(0);
    }
    Runtime.getRuntime().halt(0);
  }
}
