package dev.offramp.local.emulator;

import com.typesafe.config.ConfigFactory;
import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.FutureConverters;

/** SQS by ElasticMQ, in this process. Messages live in memory: queues are doorbells. */
public final class SqsEmulator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqsEmulator.class);
  private static final long PATIENCE_SECONDS = 2;
  private static final String CONFIGURATION = "pekko { daemonic = on, loglevel = WARNING }";

  private final ActorSystem actors;
  private final SQSRestServer server;
  private final URI uri;

  private SqsEmulator(ActorSystem actors, SQSRestServer server, URI uri) {
    this.actors = actors;
    this.server = server;
    this.uri = uri;
  }

  /**
   * Starts it.
   *
   * @param port the port, or 0 for any
   * @param region the region in the ARNs of its queues
   * @param account the account in them
   * @throws LocalCloudException OFF-3105, OFF-3108
   */
  public static SqsEmulator start(int port, String region, String account) {
    FreePort.require("SQS", port);
    ActorSystem actors =
        ActorSystem.create(
            "elasticmq",
            ConfigFactory.parseString(CONFIGURATION).withFallback(ConfigFactory.load()));
    try {
      SQSRestServer server =
          SQSRestServerBuilder.withActorSystem(actors)
              .withPort(port)
              .withInterface("127.0.0.1")
              // A star: addresses of queues begin as the request's own, so with the port that was
              // had. What ElasticMQ makes of port 0 itself it knows only some time after its start.
              .withServerAddress(new NodeAddress("http", "*", port, ""))
              .withAWSRegion(region)
              .withAWSAccountId(account)
              .start();
      int bound = server.waitUntilStarted().localAddress().getPort();
      return new SqsEmulator(actors, server, URI.create("http://127.0.0.1:" + bound));
    } catch (RuntimeException e) {
      actors.terminate();
      throw new LocalCloudException(Problem.EMULATOR, "SQS did not start: " + e, e);
    }
  }

  /** Its address. */
  public URI uri() {
    return uri;
  }

  /**
   * Stops it. ElasticMQ's own way to stop sometimes waits a minute for a long poll that is under
   * way; so the connections are cut, and its actors (daemon threads) ended, with little patience.
   */
  @Override
  public void close() {
    await(
        "connections",
        FutureConverters.asJava(
            server.waitUntilStarted().terminate(FiniteDuration.apply(200, TimeUnit.MILLISECONDS))));
    actors.terminate();
    await("actors", actors.getWhenTerminated());
  }

  private static void await(String what, CompletionStage<?> end) {
    try {
      end.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("SQS: the {} did not end in time: {}", what, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
