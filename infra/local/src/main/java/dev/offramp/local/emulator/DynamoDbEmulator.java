package dev.offramp.local.emulator;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB by DynamoDB Local's public request handlers in a server of ours: its own launcher
 * listens on every interface and reports its use. It is for development and testing only, under
 * AWS's own terms
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.html).
 */
public final class DynamoDbEmulator implements AutoCloseable {
  private static final String LOGGING = "log4j2.loggerContextFactory";

  private final LoopbackServer server;
  private final LocalDynamoDBRequestHandler requests;

  private DynamoDbEmulator(LoopbackServer server, LocalDynamoDBRequestHandler requests) {
    this.server = server;
    this.requests = requests;
  }

  /**
   * Starts it.
   *
   * @param port the port, or 0 for any
   * @param folder where the tables are kept; none: in memory
   * @throws LocalCloudException OFF-3105, OFF-3108
   */
  public static DynamoDbEmulator start(int port, Optional<Path> folder) {
    FreePort.require("DynamoDB", port);
    SqliteLibrary.locate();
    quieten();
    try {
      LocalDynamoDBRequestHandler requests =
          new LocalDynamoDBRequestHandler(
              0, folder.isEmpty(), folder.map(Path::toString).orElse(null), true, false);
      LoopbackServer server =
          LoopbackServer.start("DynamoDB", port, new LocalDynamoDBServerHandler(requests, "*"));
      return new DynamoDbEmulator(server, requests);
    } catch (DynamoDBLocalServiceException e) {
      throw new LocalCloudException(Problem.EMULATOR, "DynamoDB did not start: " + e, e);
    }
  }

  /** It writes two lines for each request at level INFO; Log4j's plain logger leaves them out. */
  private static void quieten() {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    }
  }

  /** Its address. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
    requests.shutdown();
  }
}
