package dev.offramp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** A vendor's API with its state; limits, faults and transport are the server's. */
public interface SimulatedApi {

  /**
   * Answers a call.
   *
   * @param method the HTTP method
   * @param path the path without the query
   * @param query the query, or empty
   * @param body the JSON body, or null
   */
  ApiReply call(String method, String path, String query, JsonNode body);

  /** Whether a call changes anything. */
  boolean changes(String method, String path);

  /** The vendor's body of an error. */
  JsonNode error(int status, String category, String message);

  /** Everything that it holds, in a stable order, without what changes by itself. */
  JsonNode dump();

  /** All of its state, for {@link #restore}. */
  JsonNode keep();

  /** Goes on from a state that {@link #keep} gave; to be called before the first call. */
  void restore(JsonNode kept);

  /** Records as people would have made them, from a seed. */
  void seed(long seed, int people);

  /** A person changes a field of the record with this e-mail address; whether there is one. */
  boolean edit(String email, String field, String value);

  /** How many records it holds. */
  int size();

  /** A page for people, without the frame. */
  String page();
}
