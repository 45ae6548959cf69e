package dev.offramp.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Upload;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the messages of the queues say: our own bells, and S3's notifications.
 *
 * <p>Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
public final class BellMessages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BELL = "bell";

  private BellMessages() {}

  /** The body of a bell. */
  static String body(String subject) {
    return JSON.createObjectNode().put(BELL, subject).toString();
  }

  /**
   * The subject of a bell, or nothing if the message is not one of ours.
   *
   * @throws IllegalArgumentException OFF-2401 if it is not JSON
   */
  public static Optional<String> subject(String body) {
    JsonNode bell = tree(body).get(BELL);
    return bell == null || !bell.isTextual() ? Optional.empty() : Optional.of(bell.asText());
  }

  /**
   * The uploads that a notification of S3 names; objects outside the inbox are left out.
   *
   * @throws IllegalArgumentException OFF-2401 if it is not JSON
   */
  public static List<Upload> uploads(String body) {
    List<Upload> uploads = new ArrayList<>();
    for (JsonNode record : tree(body).path("Records")) {
      JsonNode object = record.path("s3").path("object");
      String key = URLDecoder.decode(object.path("key").asText(), StandardCharsets.UTF_8);
      String version = object.path("versionId").asText("");
      boolean versioned = !version.isEmpty() && !version.equals("null");
      if (Upload.isInbox(key)) {
        uploads.add(
            new Upload(
                record.path("s3").path("bucket").path("name").asText(),
                key,
                versioned ? version : object.path("eTag").asText().replace("\"", ""),
                versioned,
                object.path("size").asLong()));
      }
    }
    return uploads;
  }

  private static JsonNode tree(String body) {
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      // Said below, without the content: it may hold anything.
    }
    throw new IllegalArgumentException("OFF-2401 a message of the queue is not a JSON object");
  }
}
