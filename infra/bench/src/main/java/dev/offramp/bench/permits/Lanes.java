package dev.offramp.bench.permits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The calls in flight of one loader: each lane waits for its turn, calls, hears the answer. */
final class Lanes {
  private static final int LANES = 8;

  private final List<Thread> threads = new ArrayList<>();

  /** Starts the lanes; they begin and end with the round. */
  Lanes(Round round, int port, Pacing pacing) {
    for (int i = 0; i < LANES; i++) {
      Thread lane = new Thread(() -> call(round, port, pacing), "lane");
      lane.setDaemon(true);
      threads.add(lane);
      lane.start();
    }
  }

  private static void call(Round round, int port, Pacing pacing) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      if (socket.getInputStream().read() < 0) {
        return; // The round is over.
      }
      TimeUnit.MILLISECONDS.sleep(
          Math.max(0, round.begin().toEpochMilli() - Instant.now().toEpochMilli()));
      Optional<Runnable> answered = pacing.next(round.end());
      while (answered.isPresent()) {
        socket.getOutputStream().write(1);
        if (socket.getInputStream().read() < 0) {
          return; // The round is over.
        }
        answered.get().run();
        answered = pacing.next(round.end());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
