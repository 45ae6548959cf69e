package dev.offramp.aws;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local inside the test's process, on a loopback port, its tables in memory. Its own
 * launcher would listen on every interface and report its use; its request handler in a server of
 * ours does neither.
 */
public final class LocalDynamo implements AutoCloseable {
  private static final String NATIVE = "sqlite4java.library.path";

  private final LocalDynamoDBRequestHandler requests;
  private final Server server;
  private final DynamoDbClient client;

  private LocalDynamo(LocalDynamoDBRequestHandler requests, Server server, int port) {
    this.requests = requests;
    this.server = server;
    this.client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** Starts an empty one. */
  public static LocalDynamo start() throws Exception {
    if (System.getProperty(NATIVE) == null) {
      System.setProperty(NATIVE, nativeFolder().toString());
    }
    LocalDynamoDBRequestHandler requests =
        new LocalDynamoDBRequestHandler(0, true, null, true, false);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new LocalDynamoDBServerHandler(requests, "*"));
    server.start();
    return new LocalDynamo(requests, server, connector.getLocalPort());
  }

  /** A client of it; closed with it. */
  public DynamoDbClient client() {
    return client;
  }

  /** Makes a table with a string {@code pk} as its only key. */
  public void createTable(String name) {
    create(name, List.of("pk"));
  }

  /** Makes a table with the strings {@code pk} and {@code sk} as its key. */
  public void createSortedTable(String name) {
    create(name, List.of("pk", "sk"));
  }

  private void create(String name, List<String> keys) {
    client.createTable(
        table ->
            table
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(keys.stream().map(LocalDynamo::text).toList())
                .keySchema(
                    keys.stream()
                        .map(key -> part(key, key.equals("pk") ? KeyType.HASH : KeyType.RANGE))
                        .toList()));
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement part(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("DynamoDB Local did not stop", e);
    } finally {
      requests.shutdown();
    }
  }

  /** The native SQLite lies in an artifact of its own beside the one of its Java part. */
  private static Path nativeFolder() {
    try {
      Path version =
          Path.of(
                  Class.forName("com.almworks.sqlite4java.SQLite")
                      .getProtectionDomain()
                      .getCodeSource()
                      .getLocation()
                      .toURI())
              .getParent();
      String system = System.getProperty("os.name");
      String artifact =
          system.startsWith("Windows")
              ? "sqlite4java-win32-x64"
              : system.startsWith("Mac") ? "libsqlite4java-osx" : "libsqlite4java-linux-amd64";
      return version.getParent().resolveSibling(artifact).resolve(version.getFileName());
    } catch (ClassNotFoundException | java.net.URISyntaxException e) {
      throw new IllegalStateException("the native SQLite of DynamoDB Local was not found", e);
    }
  }
}
