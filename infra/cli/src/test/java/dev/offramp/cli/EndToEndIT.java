package dev.offramp.cli;

import java.net.URI;
import java.util.Optional;

/**
 * On the services in this process, or, with {@code -Dofframp.aws.endpoint=URL}, on whatever speaks
 * AWS there (docs/local-cloud.md says what that has to do).
 */
class EndToEndIT extends EndToEnd {
  @Override
  Optional<URI> services() {
    return Optional.of(System.getProperty("offramp.aws.endpoint", ""))
        .filter(address -> !address.isBlank())
        .map(URI::create);
  }
}
