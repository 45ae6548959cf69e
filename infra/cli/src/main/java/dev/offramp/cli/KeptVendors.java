package dev.offramp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.sandbox.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What the simulated vendors held when a run with a state folder ended: tables that say who was
 * loaded are of no use without the destination that has them.
 *
 * @param hubspot where the simulated HubSpot was
 * @param kartra where the simulated Kartra was
 * @param state what HubSpot held
 */
record KeptVendors(URI hubspot, URI kartra, JsonNode state) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Path path(Path stateDir) {
    return stateDir.resolve("vendors.json");
  }

  /**
   * What an earlier run kept; nothing if there was none.
   *
   * @throws CommandException OFF-3003 if it cannot be read
   */
  static Optional<KeptVendors> find(Path stateDir) {
    Path path = path(stateDir);
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(path.toFile(), KeptVendors.class));
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", path + " cannot be read: " + e, e);
    }
  }

  /** Writes what they hold now. */
  static void keep(Path stateDir, SandboxServer hubspot, URI kartra) {
    Path path = path(stateDir);
    try {
      Path part = path.resolveSibling("vendors.json.part");
      JSON.writeValue(
          part.toFile(), new KeptVendors(hubspot.baseUri(), kartra, hubspot.api().keep()));
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", path + " cannot be written: " + e, e);
    }
  }
}
