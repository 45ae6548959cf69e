package dev.offramp.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a simulated vendor answers.
 *
 * @param status the HTTP status
 * @param body the JSON, or null for none
 */
public record ApiReply(int status, JsonNode body) {}
