package dev.offramp.kartra.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.http.HttpReply;
import dev.offramp.kartra.api.KartraApiException.Remedy;
import dev.offramp.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What is sent to Kartra, and what is made of what comes back. */
class KartraApiTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-06-09T12:00:00Z"));

  private CannedKartra kartra(String body) {
    return new CannedKartra(clock, form -> CannedKartra.ok(body));
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "envelopes.csv",
      delimiter = '|',
      quoteCharacter = '\u0001',
      ignoreLeadingAndTrailingWhitespace = false)
  void anAnswerIsBelievedOnlyWhereItIsUnderstood(String id, String body, String wanted) {
    CannedKartra kartra = kartra(body == null ? "" : body);
    String came;
    try {
      came = kartra.api().tags().toString();
    } catch (KartraApiException e) {
      came = e.code();
      assertThat(e.getMessage()).as("invariant 8").doesNotContain("anna");
      assertThat(e.getCause()).as("its message would hold the body").isNull();
    }
    assertThat(came).isEqualTo(wanted);
  }

  @Test
  void aCallIsAFormWithNestedKeys() {
    CannedKartra kartra = kartra("{\"status\":\"Success\",\"account_tags\":[]}");
    kartra.api().tags();
    assertThat(kartra.forms())
        .containsExactly(
            "app_id=app&api_key=key&api_password=pass+word&actions%5B0%5D%5Bcmd%5D=retrieve_account_tags");
  }

  @Test
  void aPersonIsAskedForByIdAndElseByAddress() {
    CannedKartra kartra =
        kartra("{\"status\":\"Success\",\"lead_details\":{\"id\":\"7\",\"score\":12}}");
    assertThat(kartra.api().lead(new LeadKey("7", "anna@example.com")).field("score"))
        .isEqualTo("12");
    kartra.api().lead(new LeadKey("", "anna+x@example.com"));
    assertThat(kartra.forms().get(0)).endsWith("&get_lead%5Bid%5D=7");
    assertThat(kartra.forms().get(1)).endsWith("&get_lead%5Bemail%5D=anna%2Bx%40example.com");
  }

  @Test
  void whatKartraKnowsOfAPersonIsReadWhole() {
    LeadDetails lead =
        kartra(
                """
                {"status":"Success","lead_details":{"id":"7","email":"anna@example.com","score":"12",
                 "source_id":null,"notes":"[call back] too many requests","gdpr_lead_status":2,
                 "custom_fields":[
                  {"field_id":"1","field_identifier":"size","field_type":"drop_down","field_value":[{"option_id":"4","option_value":"2-10"}]},
                  {"field_id":"2","field_identifier":"about","field_type":"text_area","field_value":"Tea"},
                  {"field_id":"3","field_identifier":"empty","field_type":"input_field","field_value":""},
                  {"field_id":"4","field_identifier":"interests","field_type":"checkbox",
                   "field_value":"[{\\"option_id\\":\\"1\\",\\"option_value\\":\\"Books\\"},{\\"option_id\\":\\"2\\",\\"option_value\\":\\"Events\\"}]"}],
                 "tags":[{"tag_name":"VIP"},{"tag_id":"3","tag_name":"Beta"}],
                 "lists":[{"list_name":"News","active":"1"},{"list_name":"Old","active":0},{"list_name":"Odd"}],
                 "sequences":{"0":{"sequence_name":"Welcome","step":3,"status":"active"},"2":{"sequence_name":"Launch","step":"1","status":"unsubscribed"}},
                 "memberships":[{"membership_id":"1","membership_name":"Academy","level_id":"2","level_name":"Gold","active":"1","granted_at":"2025-02-03 08:00:00"}]}}
                """)
            .api()
            .lead(new LeadKey("7", ""));
    assertThat(lead.fields())
        .containsEntry("score", "12")
        .containsEntry("gdpr_lead_status", "2")
        .containsEntry("notes", "[call back] too many requests")
        .doesNotContainKey("source_id");
    assertThat(lead.customFields())
        .isEqualTo(
            Map.of(
                "size", List.of("2-10"),
                "about", List.of("Tea"),
                "interests", List.of("Books", "Events")));
    assertThat(lead.tags()).containsExactly("VIP", "Beta");
    assertThat(lead.lists())
        .as("a missing flag is no membership")
        .extracting(LeadDetails.ListMembership::active)
        .containsExactly(true, false, false);
    assertThat(lead.sequences())
        .containsExactly(
            new LeadDetails.SequenceStep("Welcome", "3", true),
            new LeadDetails.SequenceStep("Launch", "1", false));
    assertThat(lead.memberships())
        .containsExactly(
            new LeadDetails.Membership("Academy", "Gold", true, "2025-02-03 08:00:00"));
    assertThat(lead.toString()).as("invariant 8").doesNotContain("anna");
  }

  @Test
  void customFieldsOf2018StandBesideTheOthers() {
    LeadDetails lead =
        kartra(
                "{\"status\":\"Success\",\"lead_details\":{\"id\":\"7\",\"Shoe Size\":\"42\",\"city\":\"Turin\"}}")
            .api()
            .lead(new LeadKey("7", ""));
    assertThat(lead.customFields()).isEqualTo(Map.of("Shoe Size", List.of("42")));
    assertThat(lead.field("city")).isEqualTo("Turin");
  }

  @Test
  void theSchemaHasFiveTypesAndKeepsASixth() {
    List<CustomFieldDefinition> fields =
        kartra(
                """
                {"status":"Success","custom_fields":[
                 {"field_id":"1","field_identifier":"a","field_type":"input_field"},
                 {"field_id":"2","field_identifier":"b","field_type":"text_area"},
                 {"field_id":"3","field_identifier":"c","field_type":"drop_down","field_value":[{"option_id":"1","option_value":"x"}]},
                 {"field_id":"4","field_identifier":"d","field_type":"radio_button","field_value":[{"option_id":"1","option_value":"male"},{"option_id":2,"option_value":"female"}]},
                 {"field_id":"5","field_identifier":"e","field_type":"checkbox","field_value":"[]"},
                 {"field_id":"6","field_identifier":"f","field_type":"star_rating"}]}
                """)
            .api()
            .customFields();
    assertThat(fields)
        .extracting(CustomFieldDefinition::type)
        .containsExactly(CustomFieldType.values());
    assertThat(fields.get(3).options())
        .containsExactly(
            new CustomFieldDefinition.Option("1", "male"),
            new CustomFieldDefinition.Option("2", "female"));
  }

  @Test
  void transactionsAndSubscriptionsAreReadWithTheirDetails() {
    CannedKartra kartra =
        new CannedKartra(
            clock,
            form ->
                CannedKartra.ok(
                    form.contains("transactions_from")
                        ? "{\"status\":\"Success\",\"transaction_list\":[{\"transaction_id\":\"9\",\"lead_id\":\"7\",\"transaction_type\":\"sale\"}]}"
                        : form.contains("subscriptions_from")
                            ? "{\"status\":\"Success\",\"actions\":[{\"retrieve_subscriptions_from_lead\":{\"status\":\"Success\",\"subscriptions_list\":\"[{\\\"subscription_id\\\":5,\\\"subscription_status\\\":\\\"Active\\\"}]\"}}]}"
                            : form.contains("get_transaction")
                                ? "{\"status\":\"Success\",\"transaction_details\":{\"transaction_id\":\"9\",\"transaction_full_amount\":97.5,\"transaction_affiliate\":\"N/A\"}}"
                                : "{\"status\":\"Success\",\"actions\":[{\"get_subscription_details\":{\"subscription_id\":\"5\",\"subscription_status\":\"Active\",\"subscription_end_date\":\"0000-00-00 00:00:00\"}}]}"));
    LeadKey key = new LeadKey("7", "");
    assertThat(kartra.api().transactions(key))
        .extracting(TransactionDetails::id, TransactionDetails::type)
        .containsExactly(org.assertj.core.api.Assertions.tuple("9", "sale"));
    assertThat(kartra.api().transaction("9").members())
        .isEqualTo(Map.of("transaction_id", "9", "transaction_full_amount", "97.5"));
    assertThat(kartra.api().subscriptions(key))
        .extracting(TransactionDetails::id, TransactionDetails::type)
        .containsExactly(org.assertj.core.api.Assertions.tuple("5", "Active"));
    assertThat(kartra.api().subscription("5").members())
        .isEqualTo(Map.of("subscription_id", "5", "subscription_status", "Active"));
    assertThat(kartra.forms().get(0)).contains("lead%5Bid%5D=7");
    assertThat(kartra.forms().get(1)).endsWith("&actions%5B0%5D%5Btransaction_id%5D=9");
  }

  @Test
  void silenceAndServerErrorsAreAskedAgainAndRefusalsWaitASecond() {
    Deque<HttpReply> replies = new ArrayDeque<>();
    replies.add(new HttpReply(500, Map.of(), "oops"));
    replies.add(new HttpReply(429, Map.of(), "Too many requests"));
    replies.add(
        CannedKartra.ok(
            "{\"status\":\"Error\",\"message\":\"Too many requests\",\"type\":\"429\"}"));
    replies.add(CannedKartra.ok("{\"status\":\"Success\",\"account_tags\":[\"VIP\"]}"));
    CannedKartra kartra = new CannedKartra(clock, form -> replies.poll());
    Instant start = clock.instant();
    assertThat(kartra.api().tags()).containsExactly("VIP");
    assertThat(Duration.between(start, clock.instant())).isGreaterThan(Duration.ofSeconds(2));
    assertThat(kartra.forms()).hasSize(4);
  }

  @Test
  void whoNeverAnswersIsLeftForLater() {
    CannedKartra kartra =
        new CannedKartra(
            clock,
            form -> {
              throw new IOException("timed out");
            });
    assertThatThrownBy(() -> kartra.api().customFields())
        .isInstanceOfSatisfying(
            KartraApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo("OFF-2803");
              assertThat(e.remedy()).isEqualTo(Remedy.LATER);
            });
    assertThat(kartra.forms()).hasSize(5);
  }

  @Test
  void credentialsTellNothing() {
    KartraCredentials credentials = new KartraCredentials("app", "key", "secret");
    assertThat(credentials.toString() + credentials.budget())
        .doesNotContain("app")
        .doesNotContain("key")
        .doesNotContain("secret");
    assertThat(credentials.budget()).isEqualTo(new KartraCredentials("app", "x", "y").budget());
  }
}
