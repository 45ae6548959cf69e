package dev.offramp.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.sandbox.ApiReply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of the simulated HubSpot, one call after another. */
class SimulatedHubSpotTest {
  private static final String CONTACTS = "/crm/objects/2026-09/contacts/batch/";
  private static final String PROPERTIES = "/crm/properties/2026-09/contacts";
  private static final String LISTS = "/crm/lists/2026-09";
  private static final String CONSENT = "/communication-preferences/2026-09";

  private final ObjectMapper json = new ObjectMapper();
  private final SimulatedHubSpot hubspot = new SimulatedHubSpot();

  @BeforeEach
  void aMarkerProperty() {
    assertThat(
            post(
                    PROPERTIES,
                    "{'name':'kartra_contact_id','label':'Kartra id','type':'string',"
                        + "'fieldType':'text','groupName':'contactinformation',"
                        + "'hasUniqueValue':true}")
                .status())
        .isEqualTo(201);
  }

  private ApiReply post(String path, String body) {
    return call("POST", path, body);
  }

  private ApiReply call(String method, String path, String body) {
    try {
      return hubspot.call(
          method, path, "", body == null ? null : json.readTree(body.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String person(String email) {
    return "{'properties':{'email':'%s'}}".formatted(email);
  }

  private String made(String email) {
    ApiReply reply = post(CONTACTS + "create", "{'inputs':[%s]}".formatted(person(email)));
    assertThat(reply.status()).isEqualTo(201);
    return reply.body().path("results").path(0).path("id").asText();
  }

  @Test
  void withATraceIdOnEveryInputRowsAreJudgedAlone() {
    String there = made("a@example.com");
    ApiReply reply =
        post(
            CONTACTS + "create",
            "{'inputs':[{'objectWriteTraceId':'t1','properties':{'email':'A@Example.com'}},"
                + "{'objectWriteTraceId':'t2','properties':{'email':'nobody'}},"
                + "{'objectWriteTraceId':'t3','properties':{'shoe_size':'42'}},"
                + "{'objectWriteTraceId':'t4','properties':{'email':'d@example.com'}}]}");
    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.body().path("numErrors").asInt()).isEqualTo(3);
    JsonNode errors = reply.body().path("errors");
    assertThat(errors.at("/0/context/objectWriteTraceId/0").asText()).isEqualTo("t1");
    assertThat(errors.at("/0/category").asText()).isEqualTo("CONFLICT");
    assertThat(errors.at("/0/message").asText())
        .isEqualTo("Contact already exists. Existing ID: " + there);
    assertThat(errors.at("/1/errors/0/code").asText()).isEqualTo("INVALID_EMAIL");
    assertThat(errors.at("/2/errors/0/code").asText()).isEqualTo("PROPERTY_DOESNT_EXIST");
    assertThat(errors.at("/2/context/propertyName/0").asText()).isEqualTo("shoe_size");
    assertThat(reply.body().at("/results/0/objectWriteTraceId").asText()).isEqualTo("t4");
    assertThat(hubspot.size()).isEqualTo(2);
  }

  @Test
  void withoutATraceIdOneBadRowFailsTheBatchAndNothingTakesEffect() {
    made("a@example.com");
    made("b@example.com");
    ApiReply reply =
        post(
            CONTACTS + "create",
            "{'inputs':[{'objectWriteTraceId':'t1','properties':{'email':'c@example.com'}},%s,%s]}"
                .formatted(person("a@example.com"), person("b@example.com")));
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body().path("category").asText()).isEqualTo("CONFLICT");
    assertThat(reply.body().path("message").asText()).endsWith("Existing ID: 1001");
    assertThat(hubspot.size()).isEqualTo(2);
  }

  @Test
  void aTraceIdThatComesTwiceCountsAsNone() {
    String input = "{'objectWriteTraceId':'t','properties':{'email':'%s'}}";
    ApiReply reply =
        post(
            CONTACTS + "create",
            "{'inputs':[%s,%s]}"
                .formatted(input.formatted("a@example.com"), input.formatted("nobody")));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(hubspot.size()).isZero();
  }

  @Test
  void oneContactTwiceInABatchIsRefused() {
    ApiReply reply =
        post(
            CONTACTS + "create",
            "{'inputs':[%s,%s]}".formatted(person("a@example.com"), person("A@EXAMPLE.com")));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(hubspot.size()).isZero();
  }

  @Test
  void aUniquePropertyAndASecondaryAddressAreKeysToo() {
    ApiReply reply =
        post(
            CONTACTS + "create",
            "{'inputs':[{'properties':{'email':'a@example.com','kartra_contact_id':'7',"
                + "'hs_additional_emails':'old@example.com;older@example.com'}}]}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(
            post(CONTACTS + "create", "{'inputs':[%s]}".formatted(person("Old@example.com")))
                .status())
        .isEqualTo(409);
    assertThat(
            post(CONTACTS + "create", "{'inputs':[{'properties':{'kartra_contact_id':'7'}}]}")
                .status())
        .isEqualTo(409);
    ApiReply read =
        post(
            CONTACTS + "read",
            "{'idProperty':'email','properties':['email'],'inputs':[{'id':'older@example.com'},"
                + "{'id':'none@example.com'}]}");
    assertThat(read.status()).isEqualTo(207);
    assertThat(read.body().at("/results/0/properties/email").asText()).isEqualTo("a@example.com");
    assertThat(read.body().at("/errors/0/context/ids/0").asText()).isEqualTo("none@example.com");
  }

  @Test
  void readingByAPropertyThatIsNotUniqueIsRefused() {
    assertThat(post(CONTACTS + "read", "{'idProperty':'firstname','inputs':[{'id':'x'}]}").status())
        .isEqualTo(400);
  }

  @Test
  void anUpdateSaysNothingAboutIdsThatAreNotThere() {
    String id = made("a@example.com");
    ApiReply reply =
        post(
            CONTACTS + "update",
            "{'inputs':[{'id':'9','properties':{'city':'Turin'}},"
                + "{'id':'%s','properties':{'city':'Turin'}}]}".formatted(id));
    assertThat(reply.status()).isEqualTo(207);
    assertThat(reply.body().path("results")).hasSize(1);
    assertThat(reply.body().has("errors")).isFalse();
  }

  @Test
  void anUpdateWithABadRowIsRefusedWhole() {
    String a = made("a@example.com");
    String b = made("b@example.com");
    ApiReply reply =
        post(
            CONTACTS + "update",
            ("{'inputs':[{'id':'%s','objectWriteTraceId':'1','properties':{'city':'Turin'}},"
                    + "{'id':'%s','objectWriteTraceId':'2','properties':{'email':'a@example.com'}}]}")
                .formatted(a, b));
    assertThat(reply.status()).isEqualTo(409);
    assertThat(hubspot.dump().at("/contacts/" + a).has("city")).isFalse();
  }

  @Test
  void aBatchHasAtMostAHundredInputs() {
    String inputs = String.join(",", java.util.Collections.nCopies(101, "{'id':'1'}"));
    for (String call : new String[] {"read", "create", "update", "archive"}) {
      assertThat(post(CONTACTS + call, "{'inputs':[%s]}".formatted(inputs)).status())
          .isEqualTo(400);
    }
    assertThat(post(CONTACTS + "read", null).status()).isEqualTo(400);
  }

  @Test
  void optionsAreHeldAndAChoiceNeedsThem() {
    String tags =
        "{'name':'kartra_tags','label':'Tags','type':'enumeration','fieldType':'checkbox',"
            + "'groupName':'contactinformation'";
    assertThat(post(PROPERTIES, tags + "}").status()).isEqualTo(400);
    assertThat(post(PROPERTIES, tags + ",'options':[{'label':'A','value':'a'}]}").status())
        .isEqualTo(201);
    assertThat(post(PROPERTIES, tags + ",'options':[{'label':'A','value':'a'}]}").status())
        .isEqualTo(409);
    ApiReply reply =
        post(
            CONTACTS + "create",
            "{'inputs':[{'properties':{'email':'a@example.com','kartra_tags':'a;b'}}]}");
    assertThat(reply.body().at("/errors/0/code").asText()).isEqualTo("INVALID_OPTION");
    assertThat(call("PATCH", PROPERTIES + "/kartra_tags", "{'hasUniqueValue':true}").status())
        .isEqualTo(400);
  }

  @Test
  void aRefusalGivesWayToAResubscriptionOnly() {
    made("a@example.com");
    assertThat(
            post(
                    CONSENT + "/statuses/batch/unsubscribe-all",
                    "{'inputs':['a@example.com','none@example.com']}")
                .status())
        .isEqualTo(207);
    String write =
        "{'inputs':[{'subscriberIdString':'a@example.com','channel':'EMAIL',"
            + "'subscriptionId':11,'statusState':'SUBSCRIBED'}]}";
    ApiReply refused = post(CONSENT + "/statuses/batch/write", write);
    assertThat(refused.status()).isEqualTo(207);
    assertThat(refused.body().at("/errors/0/context/subscriberIdString/0").asText())
        .isEqualTo("a@example.com");
    assertThat(status("a@example.com")).isEqualTo("UNSUBSCRIBED");
    post(
        CONSENT + "/resubscribe",
        "{'subscriberIdString':'a@example.com','channel':'EMAIL','subscriptionId':11}");
    assertThat(status("a@example.com")).isEqualTo("SUBSCRIBED");
  }

  private String status(String email) {
    return post(CONSENT + "/statuses/batch/read", "{'inputs':['%s']}".formatted(email))
        .body()
        .at("/results/0/statuses/0/status")
        .asText();
  }

  @Test
  void membershipsSayWhatChangedAndWhoIsNotThere() {
    String a = made("a@example.com");
    String b = made("b@example.com");
    String list = "{'name':'News','objectTypeId':'0-1','processingType':'MANUAL'}";
    String id = post(LISTS, list).body().at("/list/listId").asText();
    assertThat(post(LISTS, list).status()).isEqualTo(400);
    String members = LISTS + "/" + id + "/memberships";
    assertThat(call("PUT", members + "/add", "['%s']".formatted(a)).body().toString())
        .isEqualTo("{\"recordsIdsAdded\":[\"%s\"],\"recordIdsMissing\":[]}".formatted(a));
    JsonNode second = call("PUT", members + "/add", "['%s','%s','9']".formatted(a, b)).body();
    assertThat(second.toString())
        .isEqualTo("{\"recordsIdsAdded\":[\"%s\"],\"recordIdsMissing\":[\"9\"]}".formatted(b));
    assertThat(call("PUT", members + "/remove", "['%s','9']".formatted(a)).body().toString())
        .isEqualTo("{\"recordIdsRemoved\":[\"%s\"]}".formatted(a));
    assertThat(call("PUT", members + "/add", "{}").status()).isEqualTo(400);
    post(CONTACTS + "archive", "{'inputs':[{'id':'%s'}]}".formatted(b));
    assertThat(call("GET", members, null).body().path("results")).isEmpty();
  }

  @Test
  void aListIsFoundByItsNameHoweverItIsSpelled() {
    String name = "Spring + summer / 100% \u00fc";
    String body = "{'name':'%s','objectTypeId':'0-1','processingType':'MANUAL'}".formatted(name);
    String id = post(LISTS, body).body().at("/list/listId").asText();
    String escaped = "Spring%20%2B%20summer%20%2F%20100%25%20%C3%BC";
    assertThat(
            call("GET", LISTS + "/object-type-id/0-1/name/" + escaped, null)
                .body()
                .at("/list/listId")
                .asText())
        .isEqualTo(id);
  }

  @Test
  void thePageSaysWhatIsThereAndShowsTextAsText() {
    assertThat(hubspot.page()).contains("None yet.");
    hubspot.seed(1, 30);
    hubspot.edit("person0@example.com", "firstname", "old");
    String id = made("z@example.com");
    hubspot.edit("z@example.com", "firstname", "<script>alert('x')</script>");
    assertThat(hubspot.page())
        .contains("kartra_contact_id")
        .contains("string, unique")
        .contains("opted out")
        .contains("The newest 20 of 31.")
        .contains(">" + id + "</td>")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .doesNotContain("<script>");
  }

  @Test
  void anotherOneGoesOnFromWhatWasKept() throws JsonProcessingException {
    hubspot.seed(3, 40);
    post(
        CONTACTS + "create",
        "{'inputs':[{'properties':{'email':'k@example.com','kartra_contact_id':'K1'}}]}");
    String gone = made("gone@example.com");
    String member = made("member@example.com");
    post(CONTACTS + "archive", "{'inputs':[{'id':'%s'}]}".formatted(gone));
    post(LISTS, "{'name':'VIP','objectTypeId':'0-1','processingType':'MANUAL'}");
    call("PUT", LISTS + "/1/memberships/add", "['%s']".formatted(member));
    post(CONSENT + "/statuses/batch/unsubscribe-all", "{'inputs':['member@example.com']}");
    SimulatedHubSpot next = new SimulatedHubSpot();

    next.restore(json.readTree(hubspot.keep().toString()));

    assertThat(next.dump().toString()).isEqualTo(hubspot.dump().toString());
    assertThat(next.keep().toString()).as("its counters too").isEqualTo(hubspot.keep().toString());
    JsonNode twice =
        json.readTree(
            "{'inputs':[{'objectWriteTraceId':'t','properties':{'kartra_contact_id':'K1'}}]}"
                .replace('\'', '"'));
    assertThat(next.call("POST", CONTACTS + "create", "", twice).body().path("errors"))
        .as("what is unique stays so")
        .hasSize(1);
  }
}
