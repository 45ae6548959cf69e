package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.crm.BatchRefusedException;
import dev.offramp.crm.DestinationException;
import dev.offramp.crm.MemberPage;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.crm.WriteReply;
import dev.offramp.http.HttpCall.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

  /** HubSpot's own spelling. */
  private static final String ADDED = "recordsIdsAdded";

  private static final String REMOVED = "recordIdsRemoved";
  private static final Set<String> BY_HAND = Set.of("MANUAL", "SNAPSHOT");

  /** The most that a page takes. */
  private static final int MEMBERS_A_PAGE = 250;

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

  /**
   * A list that fills itself by rules cannot be joined; one without a type is taken at its word.
   */
  private static String id(JsonNode body) {
    JsonNode list = body.path("list");
    String id = list.path("listId").asText();
    String type = list.path("processingType").asText("");
    if (id.isEmpty()) {
      throw new UnknownOutcomeException("lists: the answer has no list id", null);
    }
    if (!type.isEmpty() && !BY_HAND.contains(type)) {
      throw new DestinationException(
          "OFF-2107",
          "The list %s at HubSpot has the name of a list of Kartra's and fills itself. Rename it"
                  .formatted(id)
              + " there, then try the job again.");
    }
    return id;
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
    return !api.results(members, "read a list").iterator().hasNext() && deleteUsed(listId);
  }

  /** Takes a list away whoever is on it; whether it is gone. */
  boolean deleteUsed(String listId) {
    HubSpotApi.Reply reply =
        api.send("lists.delete", "DELETE", BASE + "/" + listId, null, Effect.REPEATABLE_WRITE);
    return reply.ok() || reply.status() == 404;
  }

  Map<String, Set<String>> memberships(Collection<String> recordIds) {
    ObjectNode body = api.object();
    ArrayNode inputs = body.putArray("inputs");
    recordIds.forEach(id -> inputs.addObject().put("objectTypeId", CONTACT).put("recordId", id));
    Map<String, Set<String>> found = new HashMap<>();
    HubSpotApi.Reply reply =
        api.post("lists.memberships", BASE + "/records/memberships/batch/read", body, Effect.READ);
    for (JsonNode result : api.results(reply, "read list memberships")) {
      Set<String> lists = new HashSet<>();
      result
          .path("recordListMemberships")
          .forEach(membership -> lists.add(membership.path("listId").asText()));
      found.put(result.path("recordId").asText(), lists);
    }
    return found;
  }

  /**
   * A page of a list's members.
   *
   * <p>Source:
   * https://developers.hubspot.com/docs/api-reference/latest/crm/lists/memberships/get-memberships-by-id
   */
  MemberPage members(String listId, String from) {
    String after = from.isEmpty() ? "" : "&after=" + HubSpotApi.escape(from);
    HubSpotApi.Reply reply =
        api.get(
            "lists.members", BASE + "/" + listId + "/memberships?limit=" + MEMBERS_A_PAGE + after);
    if (reply.status() == 404) {
      return new MemberPage(List.of(), ""); // Without a list nobody is on it.
    }
    List<String> ids = new ArrayList<>();
    api.results(reply, "read a list").forEach(one -> ids.add(one.path("recordId").asText()));
    return new MemberPage(ids, reply.body().path("paging").path("next").path("after").asText(""));
  }

  WriteReply join(String listId, Collection<String> ids) {
    return change("add", listId, ids);
  }

  WriteReply leave(String listId, Collection<String> ids) {
    return change("remove", listId, ids);
  }

  /**
   * Ids that HubSpot does not know are named, members that were there (or were not, when leaving)
   * are in neither list: nothing had to be done about them.
   */
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
    if (reply.status() == 404 && verb.equals("remove")) {
      return new WriteReply.Answered(
          ids.stream().map(id -> new RowAnswer(id, Verdict.ALREADY, id, "")).toList());
    }
    if (!reply.ok()) {
      throw new BatchRefusedException(reply.message()); // Also 404: the list alone is gone.
    }
    Set<String> missing = ids(reply.body(), "recordIdsMissing");
    Set<String> changed = ids(reply.body(), verb.equals("add") ? ADDED : REMOVED);
    boolean named = reply.body().has(verb.equals("add") ? ADDED : REMOVED);
    return new WriteReply.Answered(
        ids.stream().map(id -> answer(id, missing, changed, named)).toList());
  }

  private static RowAnswer answer(
      String id, Set<String> missing, Set<String> changed, boolean named) {
    if (missing.contains(id)) {
      return new RowAnswer(id, Verdict.MISSING, id, "the contact is not there");
    }
    return !named || changed.contains(id)
        ? RowAnswer.applied(id, id)
        : new RowAnswer(id, Verdict.ALREADY, id, "");
  }

  private static Set<String> ids(JsonNode body, String name) {
    Set<String> ids = new HashSet<>();
    body.path(name).forEach(id -> ids.add(id.asText()));
    return ids;
  }
}
