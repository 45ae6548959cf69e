package dev.offramp.local.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The secrets, and what the operations do with them. */
final class SecretStore {
  private final ObjectMapper json = new ObjectMapper();
  private final String region;
  private final Optional<Path> file;
  private final ObjectNode secrets;

  SecretStore(String region, Optional<Path> file) {
    this.region = region;
    this.file = file;
    this.secrets = load();
  }

  /** An error of the protocol. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String type;

    Refusal(String type, String message) {
      super(message);
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  synchronized ObjectNode perform(String operation, JsonNode input) throws Refusal {
    return switch (operation) {
      case "CreateSecret" -> create(input);
      case "GetSecretValue" -> value(input);
      case "PutSecretValue" -> put(input);
      case "DeleteSecret" -> delete(input);
      default -> throw new Refusal("UnknownOperationException", operation + " is not known here.");
    };
  }

  /** Puts new addresses into every secret that is JSON and names an old one as a value. */
  synchronized void move(Map<String, String> moved) {
    boolean changed = false;
    for (JsonNode secret : secrets) {
      String text = secret.path("SecretString").asText();
      String now = moved(text, moved);
      if (!now.equals(text)) {
        ((ObjectNode) secret).put("SecretString", now);
        changed = true;
      }
    }
    if (changed) {
      save();
    }
  }

  private String moved(String text, Map<String, String> moved) {
    try {
      if (!(json.readTree(text) instanceof ObjectNode value)) {
        return text;
      }
      boolean changed = false;
      for (Map.Entry<String, JsonNode> field : List.copyOf(value.properties())) {
        String now = moved.get(field.getValue().asText());
        if (now != null) {
          value.put(field.getKey(), now);
          changed = true;
        }
      }
      return changed ? json.writeValueAsString(value) : text;
    } catch (JsonProcessingException e) {
      return text; // A secret may be any text.
    }
  }

  private ObjectNode create(JsonNode input) throws Refusal {
    String name = input.path("Name").asText();
    if (name.isEmpty()) {
      throw new Refusal("InvalidParameterException", "A secret has to have a name.");
    }
    if (secrets.has(name)) {
      throw new Refusal(
          "ResourceExistsException",
          "The operation failed because the secret " + name + " already exists.");
    }
    ObjectNode secret = secrets.putObject(name);
    secret.put("ARN", "arn:aws:secretsmanager:" + region + ":000000000000:secret:" + name);
    secret.put("Name", name);
    secret.put("CreatedDate", Instant.now().getEpochSecond());
    store(secret, input);
    return head(secret);
  }

  private ObjectNode put(JsonNode input) throws Refusal {
    ObjectNode secret = find(input);
    store(secret, input);
    ObjectNode answer = head(secret);
    answer.putArray("VersionStages").add("AWSCURRENT");
    return answer;
  }

  private ObjectNode value(JsonNode input) throws Refusal {
    ObjectNode secret = find(input);
    if (!secret.has("VersionId")) {
      throw new Refusal(
          "ResourceNotFoundException",
          "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
    }
    ObjectNode answer = secret.deepCopy();
    answer.putArray("VersionStages").add("AWSCURRENT");
    return answer;
  }

  private ObjectNode delete(JsonNode input) throws Refusal {
    ObjectNode secret = find(input);
    secrets.remove(secret.path("Name").asText());
    save();
    ObjectNode answer = head(secret);
    answer.put("DeletionDate", Instant.now().getEpochSecond());
    return answer;
  }

  private void store(ObjectNode secret, JsonNode input) {
    boolean given = false;
    for (String kind : new String[] {"SecretString", "SecretBinary"}) {
      if (input.has(kind)) {
        secret.remove("SecretString");
        secret.remove("SecretBinary");
        secret.put(kind, input.path(kind).asText());
        given = true;
      }
    }
    if (given) {
      secret.put(
          "VersionId", input.path("ClientRequestToken").asText(UUID.randomUUID().toString()));
    }
    save();
  }

  private ObjectNode find(JsonNode input) throws Refusal {
    String id = input.path("SecretId").asText();
    for (JsonNode secret : secrets) {
      if (id.equals(secret.path("Name").asText()) || id.equals(secret.path("ARN").asText())) {
        return (ObjectNode) secret;
      }
    }
    throw new Refusal(
        "ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }

  private ObjectNode head(ObjectNode secret) {
    ObjectNode head = json.createObjectNode();
    for (String field : new String[] {"ARN", "Name", "VersionId"}) {
      if (secret.has(field)) {
        head.set(field, secret.get(field));
      }
    }
    return head;
  }

  private ObjectNode load() {
    if (file.isEmpty() || !Files.exists(file.get())) {
      return json.createObjectNode();
    }
    try {
      return (ObjectNode) json.readTree(file.get().toFile());
    } catch (IOException | ClassCastException e) {
      throw new LocalCloudException(
          Problem.FOLDER, "The kept secrets in " + file.get() + " cannot be read.", e);
    }
  }

  private void save() {
    if (file.isEmpty()) {
      return;
    }
    try {
      Path temporary = Files.createTempFile(file.get().getParent(), "secrets", ".json");
      ownerOnly(temporary.toFile());
      json.writeValue(temporary.toFile(), secrets);
      Files.move(temporary, file.get(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.FOLDER, "The secrets cannot be written to " + file.get() + ".", e);
    }
  }

  private static void ownerOnly(File secret) throws IOException {
    boolean closed = secret.setReadable(false, false) && secret.setReadable(true, true);
    if (!closed && File.separatorChar == '/') {
      throw new IOException("cannot take others' right to read away");
    }
  }
}
