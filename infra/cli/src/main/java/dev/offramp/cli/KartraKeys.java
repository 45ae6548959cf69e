package dev.offramp.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The keys to the Kartra account that a migration leaves, if somebody gives any. */
final class KartraKeys {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "app_id", "OFFRAMP_KARTRA_APP_ID",
          "api_key", "OFFRAMP_KARTRA_API_KEY",
          "api_password", "OFFRAMP_KARTRA_API_PASSWORD");

  private final Map<String, String> environment;

  KartraKeys(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The JSON of the secret, from a file or else from the environment; nothing if there is none. */
  Optional<String> secret(Path file) {
    if (file != null) {
      try {
        return Optional.of(Files.readString(file));
      } catch (IOException e) {
        throw new CommandException(
            CommandException.INPUT, "OFF-3027", "The secret file cannot be read: " + file);
      }
    }
    Map<String, String> keys = new LinkedHashMap<>();
    VARIABLES.forEach(
        (member, variable) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isBlank()) {
            keys.put(member, value);
          }
        });
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (keys.size() < VARIABLES.size()) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-2891",
          "The keys to Kartra are not complete. Set all of %s, or none."
              .formatted(String.join(", ", new TreeSet<>(VARIABLES.values()))));
    }
    return Optional.of(json(keys));
  }

  private static String json(Map<String, String> keys) {
    try {
      return new ObjectMapper().writeValueAsString(keys);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    }
  }

  /** Lets the simulated Kartra know the people of exports, so that it can be asked about them. */
  static void introduce(URI kartra, List<Path> exports, Console console) {
    HttpClient client = HttpClient.newHttpClient();
    for (Path export : exports) {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(kartra.resolve("/sandbox/export"))
                .POST(HttpRequest.BodyPublishers.ofFile(export))
                .build();
        String known = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        console.say("The simulated Kartra knows %s contacts.".formatted(known));
      } catch (IOException e) {
        console.say(
            "The simulated Kartra could not read %s and knows nobody of it."
                .formatted(export.getFileName()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandException(CommandException.FAILED, "OFF-3016", "Interrupted.");
      }
    }
  }
}
