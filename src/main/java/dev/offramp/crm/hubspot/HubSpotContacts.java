package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.Draft;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.WriteReply;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Changes contacts in batches. The order of results is not promised: rows are matched by trace id,
 * id or marker, never by position. Updates go by id: one by e-mail is refused as not unique.
 *
 * <p>Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
final class HubSpotContacts {
  private static final String BATCH = "/crm/objects/" + HubSpotApi.VERSION + "/contacts/batch/";
  private static final String TRACE = "objectWriteTraceId";

  private final HubSpotApi api;
  private final ContactReader reader;
  private final String marker;

  HubSpotContacts(HubSpotApi api, ContactReader reader, String marker) {
    this.api = api;
    this.reader = reader;
    this.marker = marker;
  }

  WriteReply create(List<Draft> drafts) {
    HubSpotApi.Reply reply =
        api.post("contacts.create", BATCH + "create", inputs(drafts), Effect.WRITE);
    if (!reply.ok() && drafts.size() == 1 && clash(reply)) {
      return alone(drafts.get(0), reply);
    }
    HubSpotApi.refuseWhole(reply, "make contacts");
    Map<String, String> traceByMarker = new HashMap<>();
    drafts.forEach(d -> traceByMarker.put(d.fields().get(marker), d.traceId()));
    return settled(
        drafts,
        reply,
        result -> traceByMarker.get(result.path("properties").path(marker).asText("")));
  }

  WriteReply update(List<Draft> drafts) {
    HubSpotApi.Reply reply =
        api.post("contacts.update", BATCH + "update", inputs(drafts), Effect.REPEATABLE_WRITE);
    if (!reply.ok() && drafts.size() == 1 && (clash(reply) || reply.error().gone())) {
      return alone(drafts.get(0), reply);
    }
    HubSpotApi.refuseWhole(reply, "change contacts");
    Map<String, String> traceById = new HashMap<>();
    drafts.forEach(d -> traceById.put(d.remoteId(), d.traceId()));
    return settled(drafts, reply, result -> traceById.get(result.path("id").asText()));
  }

  private static boolean clash(HubSpotApi.Reply reply) {
    return reply.status() == 409 || reply.error().clash();
  }

  /** A refusal of the only input; a clash without the envelope is one all the same. */
  private static WriteReply alone(Draft draft, HubSpotApi.Reply reply) {
    Envelope error = reply.error();
    RowAnswer answer =
        reply.status() == 409
            ? new RowAnswer(
                draft.traceId(), Verdict.CONFLICT, error.existing().orElse(""), reply.message())
            : BatchAnswers.answer(draft.traceId(), error, reply.message());
    return new WriteReply.Answered(List.of(answer));
  }

  /** By trace id; a result that does not carry it by what else names it. */
  private WriteReply settled(
      List<Draft> drafts, HubSpotApi.Reply reply, Function<JsonNode, String> otherwise) {
    BatchAnswers answers = new BatchAnswers(drafts.stream().map(Draft::traceId).toList());
    Map<String, String> traceById = new HashMap<>();
    drafts.stream()
        .filter(d -> d.remoteId() != null)
        .forEach(d -> traceById.put(d.remoteId(), d.traceId()));
    answers.errors(reply.body(), error -> named(error, traceById));
    for (JsonNode result : reply.body().path("results")) {
      String trace = result.path(TRACE).asText("");
      String id = result.path("id").asText("");
      if (!id.isEmpty()) {
        answers.done(trace.isEmpty() ? otherwise.apply(result) : trace, id);
      }
    }
    missing(drafts, answers);
    return new WriteReply.Answered(answers.rows());
  }

  private static List<String> named(Envelope error, Map<String, String> traceById) {
    List<String> names = new ArrayList<>(error.context(TRACE));
    error.context("ids").stream().map(traceById::get).filter(Objects::nonNull).forEach(names::add);
    return names;
  }

  /** HubSpot may say nothing at all about ids that it does not have: those are asked for. */
  private void missing(List<Draft> drafts, BatchAnswers answers) {
    Set<String> silent = new HashSet<>(answers.silent());
    List<Draft> open =
        drafts.stream().filter(d -> d.remoteId() != null && silent.contains(d.traceId())).toList();
    if (open.isEmpty()) {
      return;
    }
    Set<String> there = reader.there(open.stream().map(Draft::remoteId).distinct().toList());
    open.stream()
        .filter(d -> !there.contains(d.remoteId()))
        .forEach(
            d ->
                answers.note(
                    new RowAnswer(
                        d.traceId(), Verdict.MISSING, d.remoteId(), "the contact is not there")));
  }

  private ObjectNode inputs(List<Draft> drafts) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    for (Draft draft : drafts) {
      ObjectNode input = inputs.addObject();
      if (draft.remoteId() != null) {
        input.put("id", draft.remoteId());
      }
      input.put(TRACE, draft.traceId());
      ObjectNode properties = input.putObject("properties");
      draft.fields().forEach(properties::put);
    }
    return body;
  }

  WriteReply archive(Collection<String> ids) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    ids.forEach(id -> inputs.addObject().put("id", id));
    HubSpotApi.Reply reply =
        api.post("contacts.archive", BATCH + "archive", body, Effect.REPEATABLE_WRITE);
    if (ids.size() == 1 && !reply.ok() && reply.error().gone()) {
      String id = ids.iterator().next();
      return new WriteReply.Answered(List.of(new RowAnswer(id, Verdict.ALREADY, id, "")));
    }
    HubSpotApi.refuseWhole(reply, "take contacts away");
    BatchAnswers answers = new BatchAnswers(ids);
    answers.errors(reply.body(), error -> error.context("ids"));
    if (answers.allNamed()) {
      answers.silent().forEach(id -> answers.done(id, id)); // HubSpot names only what failed.
    }
    return new WriteReply.Answered(answers.rows());
  }

  /** Contacts that any of the groups of filters finds, by a search that may lag; one page. */
  SearchPage search(ArrayNode filterGroups) {
    ObjectNode body = api.object();
    body.put("limit", 100);
    body.set("filterGroups", filterGroups);
    JsonNode found =
        api.needed(
                api.search(
                    "contacts.search",
                    "/crm/objects/" + HubSpotApi.VERSION + "/contacts/search",
                    body),
                "search contacts")
            .body();
    List<String> ids = new ArrayList<>();
    found.path("results").forEach(result -> ids.add(result.path("id").asText()));
    return new SearchPage(found.path("total").asLong(), ids);
  }

  /**
   * A page of a search.
   *
   * @param total how many the search knows of
   * @param ids the first of them
   */
  record SearchPage(long total, List<String> ids) {}
}
