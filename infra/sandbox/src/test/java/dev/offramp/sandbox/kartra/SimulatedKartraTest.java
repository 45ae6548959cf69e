package dev.offramp.sandbox.kartra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.kartra.api.CustomFieldDefinition;
import dev.offramp.kartra.api.CustomFieldType;
import dev.offramp.kartra.api.KartraApi;
import dev.offramp.kartra.api.KartraApiException;
import dev.offramp.kartra.api.LeadDetails;
import dev.offramp.kartra.api.LeadKey;
import dev.offramp.throttle.InMemoryBudgetStore;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client and the simulated Kartra over loopback. */
class SimulatedKartraTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static SimulatedKartra start(KartraFaults faults) throws Exception {
    SimulatedKartra kartra = SimulatedKartra.start(KartraOptions.usual().with(faults));
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    new ExportGenerator(3, 60).write(csv);
    kartra.leads().read(new StringReader(csv.toString(StandardCharsets.UTF_8)), 3);
    return kartra;
  }

  private static KartraApi client(SimulatedKartra kartra) {
    return KartraClient.of(kartra, new InMemoryBudgetStore(), "sandbox-key", TIMEOUT);
  }

  @Test
  void anAccountIsReadWhole() throws Exception {
    try (SimulatedKartra kartra = start(KartraFaults.none(0))) {
      KartraApi api = client(kartra);
      assertThat(api.customFields())
          .extracting(CustomFieldDefinition::type)
          .containsExactly(
              CustomFieldType.INPUT_FIELD,
              CustomFieldType.TEXT_AREA,
              CustomFieldType.DROP_DOWN,
              CustomFieldType.RADIO_BUTTON,
              CustomFieldType.CHECKBOX);
      assertThat(api.customFields().get(2).options()).hasSize(4);
      assertThat(api.tags()).contains("Customer", "Lead magnet: checklist");
      assertThat(api.lists()).contains("Main newsletter", "Old newsletter");
      assertThat(api.sequences()).containsExactlyInAnyOrder("Welcome", "Launch 2026");
      LeadDetails byId = api.lead(new LeadKey("100001", ""));
      LeadDetails byEmail = api.lead(new LeadKey("", "PERSON1@example.com"));
      assertThat(byEmail).isEqualTo(byId);
      assertThat(byId.field("email")).isEqualTo("person1@example.com");
      assertThat(byId.customFields()).containsKey("Business size");
    }
  }

  @Test
  void ordersAreRead() throws Exception {
    try (SimulatedKartra kartra = start(KartraFaults.none(0))) {
      ObjectMapper json = new ObjectMapper();
      kartra
          .orders()
          .addTransaction(
              (ObjectNode)
                  json.readTree(
                      "{\"transaction_id\":\"9\",\"lead_id\":\"100001\",\"transaction_type\":\"sale\",\"transaction_full_amount\":97.0}"));
      kartra
          .orders()
          .addSubscription(
              (ObjectNode)
                  json.readTree(
                      "{\"subscription_id\":\"5\",\"subscription_lead_id\":\"100001\",\"subscription_status\":\"Active\",\"subscription_end_date\":\"0000-00-00 00:00:00\"}"));
      KartraApi api = client(kartra);
      LeadKey anna = new LeadKey("100001", "");
      assertThat(api.transactions(anna))
          .singleElement()
          .satisfies(t -> assertThat(t.type()).isEqualTo("sale"));
      assertThat(api.transaction("9").member("transaction_full_amount")).isEqualTo("97.0");
      assertThat(api.subscriptions(anna))
          .singleElement()
          .satisfies(s -> assertThat(s.id()).isEqualTo("5"));
      assertThat(api.subscription("5").member("subscription_end_date")).isEmpty();
      assertThatThrownBy(() -> api.transaction("10"))
          .isInstanceOfSatisfying(
              KartraApiException.class, e -> assertThat(e.code()).isEqualTo("OFF-2840"));
    }
  }

  @Test
  void whoIsMissingOrDeletedIsTold() throws Exception {
    try (SimulatedKartra kartra = start(KartraFaults.none(0))) {
      kartra.leads().delete("100001");
      KartraApi api = client(kartra);
      assertThatThrownBy(() -> api.lead(new LeadKey("100001", "")))
          .isInstanceOfSatisfying(
              KartraApiException.class, e -> assertThat(e.code()).isEqualTo("OFF-2821"));
      assertThatThrownBy(() -> api.lead(new LeadKey("1", "")))
          .isInstanceOfSatisfying(
              KartraApiException.class, e -> assertThat(e.code()).isEqualTo("OFF-2820"));
      KartraApi stranger = KartraClient.of(kartra, new InMemoryBudgetStore(), "no", TIMEOUT);
      assertThatThrownBy(stranger::tags)
          .isInstanceOfSatisfying(
              KartraApiException.class, e -> assertThat(e.code()).isEqualTo("OFF-2810"));
    }
  }

  @Test
  void theSchemaIsWaitedForWithPatience() throws Exception {
    // With this seed the first two of these calls time out.
    KartraFaults slow = new KartraFaults(7, 0, 400, 0, 0, 0, 0, 0, 1500);
    try (SimulatedKartra kartra = start(slow)) {
      KartraApi api =
          KartraClient.of(kartra, new InMemoryBudgetStore(), "sandbox-key", Duration.ofSeconds(1));
      assertThat(api.customFields()).hasSize(5);
      assertThat(kartra.log().stream().filter("retrieve_custom_fields"::equals).count())
          .isEqualTo(3);
    }
  }

  @Test
  void invariant7_noSecondHoldsMoreThanTwentyCallsOfSeveralClients() throws Exception {
    try (SimulatedKartra kartra = start(KartraFaults.none(5))) {
      InMemoryBudgetStore store = new InMemoryBudgetStore();
      ExecutorService threads = Executors.newFixedThreadPool(6);
      List<Future<?>> running = new ArrayList<>();
      for (int n = 0; n < 3; n++) {
        KartraApi api = KartraClient.of(kartra, store, "sandbox-key", TIMEOUT);
        for (int lane = 0; lane < 2; lane++) {
          running.add(threads.submit(() -> ask(api, 12)));
        }
      }
      for (Future<?> one : running) {
        one.get();
      }
      threads.shutdown();
      assertThat(kartra.log()).hasSizeGreaterThanOrEqualTo(72);
      assertThat(kartra.fullestSecond()).isLessThanOrEqualTo(20);
      assertThat(kartra.refused()).isZero();
    }
  }

  private static void ask(KartraApi api, int times) {
    for (int n = 0; n < times; n++) {
      api.lead(new LeadKey("100001", ""));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          app_id=x&api_key=sandbox-key&api_password=sandbox-password | 239
          api_key=sandbox-key&api_password=sandbox-password | 238
          app_id=sandbox-app&api_password=sandbox-password | 202
          app_id=sandbox-app&api_key=sandbox-key&api_password=x | 233
          app_id=sandbox-app&api_key=sandbox-key&api_password=sandbox-password | 254
          app_id=sandbox-app&api_key=sandbox-key&api_password=sandbox-password&actions=x | 224
          app_id=sandbox-app&api_key=sandbox-key&api_password=sandbox-password&get_lead=1 | 236
          app_id=sandbox-app&api_key=sandbox-key&api_password=sandbox-password&get_lead[x]=1 | 206
          app_id=sandbox-app&api_key=sandbox-key&api_password=sandbox-password&actions[0][cmd]=nothing | 262
          """)
  void errorsComeAsTwoHundredAndHtml(String form, String type) throws Exception {
    try (SimulatedKartra kartra = start(KartraFaults.none(0))) {
      HttpResponse<String> reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(kartra.baseUri() + "/api/"))
                      .POST(HttpRequest.BodyPublishers.ofString(form))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.headers().firstValue("content-type").orElse("")).startsWith("text/html");
      assertThat(reply.body()).contains("\"type\":\"" + type + "\"");
    }
  }

  @Test
  void moreThanTwentyInASecondAreRefused() throws Exception {
    try (SimulatedKartra kartra = start(KartraFaults.none(0))) {
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(kartra.baseUri() + "/api"))
              .POST(HttpRequest.BodyPublishers.ofString("app_id=x"))
              .build();
      List<java.util.concurrent.CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int n = 0; n < 60; n++) {
        calls.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
      }
      long limited = calls.stream().filter(c -> c.join().statusCode() == 429).count();
      assertThat(limited).isPositive().isEqualTo(kartra.refused());
      assertThat(kartra.fullestSecond()).isEqualTo(20);
    }
  }
}
