package dev.offramp.bench.permits;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A vendor that refuses nothing and counts everything: a byte on a connection is a call, a byte
 * back after the latency is the answer. A first byte says that the connection is served: a call
 * that waits for its thread to be started would be counted later than it arrived.
 */
final class ArrivalServer implements AutoCloseable {
  private static final int STACK = 128 * 1024;
  private static final int BACKLOG = 1024;
  private static final int READY = 0;

  private final ServerSocket listener;
  private final Duration latency;
  private final Arrivals arrivals = new Arrivals();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  ArrivalServer(Duration latency) throws IOException {
    this.latency = latency;
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  Arrivals arrivals() {
    return arrivals;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        start(() -> serve(socket));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.getOutputStream().write(READY);
      int call = socket.getInputStream().read();
      while (call >= 0) {
        arrivals.note(System.nanoTime());
        TimeUnit.NANOSECONDS.sleep(latency.toNanos());
        socket.getOutputStream().write(call);
        call = socket.getInputStream().read();
      }
    } catch (IOException e) {
      return; // The loader has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(null, work, "vendor", STACK);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
