package dev.offramp.enrich;

import dev.offramp.kartra.api.KartraApiException;
import dev.offramp.kartra.api.KartraApiException.Remedy;

/** What to say where the keys to Kartra are missing. */
public final class Keys {
  private Keys() {}

  /** There are none, and the plan wants enrichment. */
  public static KartraApiException missing() {
    return new KartraApiException(
        "OFF-2801",
        "The plan says enrich: true, and there are no keys to Kartra. Put app_id, api_key and api_password"
            + " into the secret offramp/<stack>/kartra/<migration>, or take the word out of the plan;"
            + " then try again.",
        Remedy.CREDENTIALS,
        null);
  }
}
