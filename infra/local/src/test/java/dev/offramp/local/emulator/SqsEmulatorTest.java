package dev.offramp.local.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsEmulatorTest {
  private static final int EMULATORS = 8;
  private static final int OTHERS = 400;

  /** Others take every port that is given out meanwhile; none of them may be one of ours. */
  @Test
  void many_at_a_time_each_have_a_port_of_their_own_while_others_take_ports() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(EMULATORS + 1);
    List<ServerSocket> others = new ArrayList<>();
    List<SqsEmulator> emulators = new ArrayList<>();
    try {
      List<CompletableFuture<SqsEmulator>> starting = new ArrayList<>();
      for (int i = 0; i < EMULATORS; i++) {
        starting.add(
            CompletableFuture.supplyAsync(
                () -> SqsEmulator.start(0, "us-east-1", "000000000000"), threads));
      }
      for (int i = 0; i < OTHERS; i++) {
        others.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      for (CompletableFuture<SqsEmulator> one : starting) {
        emulators.add(one.join());
      }
      Set<Integer> ports = new HashSet<>();
      others.forEach(socket -> ports.add(socket.getLocalPort()));
      for (SqsEmulator emulator : emulators) {
        assertThat(ports.add(emulator.uri().getPort())).as("a port of its own").isTrue();
        assertThat(urlOfANewQueue(emulator.uri()))
            .isEqualTo(emulator.uri() + "/000000000000/a-queue");
      }
    } finally {
      emulators.forEach(SqsEmulator::close);
      for (ServerSocket other : others) {
        other.close();
      }
      threads.shutdownNow();
    }
  }

  private static String urlOfANewQueue(URI sqs) {
    try (SqsClient client =
        SqsClient.builder()
            .endpointOverride(sqs)
            .region(Region.US_EAST_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .build()) {
      String created = client.createQueue(queue -> queue.queueName("a-queue")).queueUrl();
      assertThat(client.getQueueUrl(queue -> queue.queueName("a-queue")).queueUrl())
          .isEqualTo(created);
      return created;
    }
  }
}
