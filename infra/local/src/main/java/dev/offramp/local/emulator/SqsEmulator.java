package dev.offramp.local.emulator;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.net.URI;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** SQS by ElasticMQ, in this process. Messages live in memory: queues are doorbells. */
public final class SqsEmulator implements AutoCloseable {
  private final SQSRestServer server;
  private final URI uri;

  private SqsEmulator(SQSRestServer server, URI uri) {
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
    int actual = port == 0 ? FreePort.any() : port;
    try {
      SQSRestServer server =
          SQSRestServerBuilder.withPort(actual)
              .withInterface("127.0.0.1")
              .withServerAddress(new NodeAddress("http", "127.0.0.1", actual, ""))
              .withAWSRegion(region)
              .withAWSAccountId(account)
              .start();
      server.waitUntilStarted();
      return new SqsEmulator(server, URI.create("http://127.0.0.1:" + actual));
    } catch (RuntimeException e) {
      throw new LocalCloudException(Problem.EMULATOR, "SQS did not start: " + e, e);
    }
  }

  /** Its address. */
  public URI uri() {
    return uri;
  }

  @Override
  public void close() {
    server.stopAndWait();
  }
}
