package dev.offramp.kartra.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.http.CallGate;
import dev.offramp.http.HttpCall;
import dev.offramp.http.Verdicts;
import dev.offramp.kartra.api.CustomFieldDefinition.Option;
import dev.offramp.throttle.Cost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a Kartra account: what it defines, and what it knows of a person. Every call takes a permit
 * (invariant 7), changes nothing, and so may be made again. Errors are {@link KartraApiException};
 * {@link dev.offramp.throttle.BudgetClosedException} where no permit is to be had soon enough.
 */
public final class KartraApi {
  /** The path of the one end point, below the address. */
  public static final String PATH = "/api";

  private static final String LEAD = "lead";
  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "*/*");

  private final KartraCredentials credentials;
  private final CallGate gate;
  private final Duration timeout;
  private final KartraErrors errors = new KartraErrors();
  private final Envelope envelope = new Envelope(errors);
  private final LeadReader leads = new LeadReader(envelope);

  /**
   * Takes its parts.
   *
   * @param gate made with {@link #verdicts()} and the reader of Kartra's dialect
   * @param timeout after how long a call counts as unanswered
   */
  public KartraApi(KartraCredentials credentials, CallGate gate, Duration timeout) {
    this.credentials = credentials;
    this.gate = gate;
    this.timeout = timeout;
  }

  /** What {@link CallGate} is to make of silence at Kartra. */
  public static Verdicts verdicts() {
    return new KartraVerdicts();
  }

  /** The schema of custom fields. This call is known to time out often. */
  public List<CustomFieldDefinition> customFields() {
    List<CustomFieldDefinition> fields = new ArrayList<>();
    for (JsonNode field : account("retrieve_custom_fields", "custom_fields")) {
      List<Option> options = new ArrayList<>();
      for (JsonNode option : envelope.decoded(field.path("field_value"))) {
        options.add(
            new Option(
                LeadReader.text(option.path("option_id")),
                LeadReader.text(option.path("option_value"))));
      }
      String identifier = LeadReader.text(field.path("field_identifier"));
      if (!identifier.isEmpty()) {
        CustomFieldType type = CustomFieldType.of(field.path("field_type").asText(""));
        fields.add(
            new CustomFieldDefinition(
                LeadReader.text(field.path("field_id")), identifier, type, options));
      }
    }
    return fields;
  }

  /** The names of the account's tags. */
  public List<String> tags() {
    return names("retrieve_account_tags", "account_tags", "tag_name");
  }

  /** The names of the account's lists. */
  public List<String> lists() {
    return names("retrieve_account_lists", "account_lists", "list_name");
  }

  /** The names of the account's sequences. */
  public List<String> sequences() {
    return names("retrieve_account_sequences", "account_sequences", "sequence_name");
  }

  /**
   * A person.
   *
   * @throws KartraApiException with remedy NOT_FOUND or DELETED if there is none
   */
  public LeadDetails lead(LeadKey key) {
    Form form = form().with(key.value(), "get_lead", key.member());
    JsonNode details = call("get_lead", form, "lead_details");
    if (!details.isObject() || details.isEmpty()) {
      throw errors.refused("get_lead", "234"); // A success about nobody.
    }
    return leads.read(details);
  }

  /** The transactions of a person: ids and types. */
  public List<TransactionDetails> transactions(LeadKey key) {
    return things(
        "retrieve_transactions_from_lead",
        key,
        "transaction_list",
        "transaction_id",
        "transaction_type");
  }

  /** A transaction, as it was at the time. */
  public TransactionDetails transaction(String id) {
    return details(
        "get_transaction_details", "transaction_id", id, "transaction_details", "transaction_type");
  }

  /** The subscriptions of a person: ids and statuses. */
  public List<TransactionDetails> subscriptions(LeadKey key) {
    return things(
        "retrieve_subscriptions_from_lead",
        key,
        "subscriptions_list",
        "subscription_id",
        "subscription_status");
  }

  /** A subscription. */
  public TransactionDetails subscription(String id) {
    return details(
        "get_subscription_details",
        "subscription_id",
        id,
        "subscription_details",
        "subscription_status");
  }

  private List<TransactionDetails> things(
      String command, LeadKey key, String member, String id, String type) {
    Form form = action(form().with(key.value(), LEAD, key.member()), command);
    List<TransactionDetails> things = new ArrayList<>();
    for (JsonNode thing : call(command, form, member)) {
      things.add(thing(thing, id, type));
    }
    return things;
  }

  private TransactionDetails details(
      String command, String idName, String id, String member, String type) {
    Form form = action(form(), command).with(id, "actions", "0", idName);
    JsonNode root = send(command, form);
    JsonNode found = envelope.find(root, member);
    // The documents show the members beside the status as well as inside the command's answer.
    JsonNode inside = found.isObject() ? found : envelope.find(root, command);
    return thing(inside.isObject() ? inside : root, idName, type);
  }

  private static TransactionDetails thing(JsonNode thing, String id, String type) {
    Map<String, String> members = new LinkedHashMap<>();
    thing
        .properties()
        .forEach(
            e -> {
              String value = LeadReader.text(e.getValue());
              if (!value.isEmpty() && !value.equals("N/A") && !value.startsWith("0000-00-00")) {
                members.put(e.getKey(), value);
              }
            });
    return new TransactionDetails(
        members.getOrDefault(id, ""), members.getOrDefault(type, ""), members);
  }

  private List<String> names(String command, String member, String name) {
    List<String> names = new ArrayList<>();
    for (JsonNode one : account(command, member)) {
      String text = LeadReader.text(one.isObject() ? one.path(name) : one);
      if (!text.isEmpty()) {
        names.add(text);
      }
    }
    return names;
  }

  private JsonNode account(String command, String member) {
    return call(command, action(form(), command), member);
  }

  private static Form action(Form form, String command) {
    return form.with(command, "actions", "0", "cmd");
  }

  private Form form() {
    return new Form()
        .with(credentials.appId(), "app_id")
        .with(credentials.apiKey(), "api_key")
        .with(credentials.apiPassword(), "api_password");
  }

  private JsonNode call(String command, Form form, String member) {
    return envelope.find(send(command, form), member);
  }

  private JsonNode send(String command, Form form) {
    HttpCall call =
        new HttpCall(
            command, "POST", PATH, FORM, form.text(), HttpCall.Effect.READ, timeout, Cost.call());
    return envelope.open(command, gate.send(call).body());
  }
}
