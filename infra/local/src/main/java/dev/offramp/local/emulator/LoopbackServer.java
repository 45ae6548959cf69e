package dev.offramp.local.emulator;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.net.URI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server on 127.0.0.1, and only there. Jetty sets TCP_NODELAY on what it accepts. */
public final class LoopbackServer implements AutoCloseable {
  private static final int THREADS = 64;

  private final String name;
  private final Server server;
  private final ServerConnector connector;

  private LoopbackServer(String name, int port, Handler handler) {
    this.name = name;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setName(name);
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    // A runtime waits for its next call as long as none comes; nothing here times a connection out.
    connector.setIdleTimeout(0);
    server.addConnector(connector);
    server.setHandler(handler);
    server.setStopTimeout(0);
  }

  /**
   * Starts one.
   *
   * @param name what it is, for errors and threads
   * @param port the port, or 0 for any that is free
   * @throws LocalCloudException OFF-3105 if the port is taken, OFF-3108 if it does not start
   */
  public static LoopbackServer start(String name, int port, Handler handler) {
    FreePort.require(name, port);
    LoopbackServer loopback = new LoopbackServer(name, port, handler);
    try {
      loopback.server.start();
      return loopback;
    } catch (Exception e) {
      loopback.close();
      throw new LocalCloudException(Problem.EMULATOR, name + " did not start: " + e, e);
    }
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new LocalCloudException(Problem.EMULATOR, name + " did not stop: " + e, e);
    }
  }
}
