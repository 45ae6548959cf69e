package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.WriteReply;
import dev.offramp.http.HttpCall.Effect;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kartra's lists as lists whose members are set by hand ("MANUAL").
 *
 * <p>Source: https://developers.hubspot.com/docs/guides/api/crm/lists/overview
 */
final class HubSpotLists {
  private static final String BASE = "/crm/lists/" + HubSpotApi.VERSION;
  private static final String CONTACT = "0-1";

  private final HubSpotApi api;

  HubSpotLists(HubSpotApi api) {
    this.api = api;
  }

  /** The id of a list by its name. */
  Optional<String> find(String name) {
    HubSpotApi.Reply reply =
        api.get(
            "lists.find", BASE + "/object-type-id/" + CONTACT + "/name/" + HubSpotApi.escape(name));
    if (reply.status() == 404) {
      return Optional.empty();
    }
    return Optional.of(id(api.needed(reply, "find a list").body()));
  }

  private static String id(JsonNode body) {
    return body.path("list").path("listId").asText();
  }

  /** Makes a list; an earlier try's list is found by its name. */
  String create(String name) {
    ObjectNode body = api.object();
    body.put("name", name);
    body.put("objectTypeId", CONTACT);
    body.put("processingType", "MANUAL");
    HubSpotApi.Reply reply = api.post("lists.create", BASE, body, Effect.REPEATABLE_WRITE);
    if (!reply.ok()) {
      Optional<String> there = find(name);
      if (there.isPresent()) {
        return there.get();
      }
    }
    return id(api.needed(reply, "make a list").body());
  }

  /** Takes a list away that nobody is on; whether it is gone. */
  boolean delete(String listId) {
    HubSpotApi.Reply members =
        api.get("lists.members", BASE + "/" + listId + "/memberships?limit=1");
    if (members.status() == 404) {
      return true;
    }
    if (!api.needed(members, "read a list").body().path("results").isEmpty()) {
      return false;
    }
    HubSpotApi.Reply reply =
        api.send("lists.delete", "DELETE", BASE + "/" + listId, null, Effect.REPEATABLE_WRITE);
    return reply.ok() || reply.status() == 404;
  }

  Map<String, Set<String>> memberships(Collection<String> recordIds) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    recordIds.forEach(id -> inputs.addObject().put("objectTypeId", CONTACT).put("recordId", id));
    Map<String, Set<String>> found = new HashMap<>();
    for (JsonNode result :
        api.needed(
                api.post(
                    "lists.memberships",
                    BASE + "/records/memberships/batch/read",
                    body,
                    Effect.READ),
                "read list memberships")
            .body()
            .path("results")) {
      Set<String> lists = new HashSet<>();
      result
          .path("recordListMemberships")
          .forEach(membership -> lists.add(membership.path("listId").asText()));
      found.put(result.path("recordId").asText(), lists);
    }
    return found;
  }

  WriteReply join(String listId, Collection<String> ids) {
    return change("add", listId, ids);
  }

  WriteReply leave(String listId, Collection<String> ids) {
    return change("remove", listId, ids);
  }

  /** Ids that the destination does not know are named; members that were there are not. */
  private WriteReply change(String verb, String listId, Collection<String> ids) {
    ArrayNode body = api.object().putArray("ids");
    ids.forEach(body::add);
    HubSpotApi.Reply reply =
        api.send(
            "lists." + verb,
            "PUT",
            BASE + "/" + listId + "/memberships/" + verb,
            body,
            Effect.REPEATABLE_WRITE);
    if (!reply.ok()) {
      throw new BatchRefusedException(reply.message());
    }
    Set<String> missing = new HashSet<>();
    reply.body().path("recordIdsMissing").forEach(id -> missing.add(id.asText()));
    return new WriteReply.Answered(
        ids.stream()
            .map(
                id ->
                    missing.contains(id)
                        ? new RowAnswer(id, Verdict.MISSING, id, "the contact is not there")
                        : RowAnswer.applied(id, id))
            .toList());
  }
}
