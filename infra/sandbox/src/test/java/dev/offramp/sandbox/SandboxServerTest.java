package dev.offramp.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the server does: the page, the key, and requests that are no JSON. */
class SandboxServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private SandboxServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        SandboxServer.start(new SandboxOptions(0, "sandbox-key", 190, 625_000, FaultPlan.none(0)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.baseUri().resolve(path))
            .header("Authorization", "Bearer sandbox-key")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void thePageHasCountsAndNoScript() throws IOException, InterruptedException {
    send("POST", "/sandbox/seed", "{\"seed\":1,\"people\":5}");
    HttpResponse<String> page = send("GET", "/", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body())
        .contains("<dt>Contacts</dt><dd>5</dd>")
        .contains("person0@example.com")
        .doesNotContain("<script");
  }

  @Test
  void aBodyThatIsNoJsonIsRefusedInTheVendorsForm() throws IOException, InterruptedException {
    HttpResponse<String> reply =
        send("POST", "/crm/objects/2026-09/contacts/batch/create", "{\"inputs\":[");
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("VALIDATION_ERROR").contains("correlationId");
    assertThat(reply.headers().firstValue("X-HubSpot-RateLimit-Remaining")).contains("189");
  }

  @Test
  void aPlanOfFaultsThatIsNoneIsRefused() throws IOException, InterruptedException {
    assertThat(send("POST", "/sandbox/faults", "").statusCode()).isEqualTo(400);
    assertThat(send("GET", "/sandbox/nothing", "").statusCode()).isEqualTo(404);
  }

  @Test
  void theDumpIsThatOfTheApi() throws IOException, InterruptedException {
    send("POST", "/sandbox/seed", "{\"seed\":1,\"people\":5}");
    assertThat(send("GET", "/sandbox/dump", "").body()).isEqualTo(server.api().dump().toString());
  }
}
