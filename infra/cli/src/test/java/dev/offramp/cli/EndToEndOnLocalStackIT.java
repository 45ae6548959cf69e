package dev.offramp.cli;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;

/** On LocalStack in a container; skipped, with the reason, where that cannot be had. */
@ExtendWith(LocalStackCondition.class)
@Testcontainers
class EndToEndOnLocalStackIT extends EndToEnd {
  @Container
  private static final LocalStackContainer LOCALSTACK =
      new LocalStackContainer(LocalStackCondition.IMAGE)
          .withServices("s3", "sqs", "dynamodb", "secretsmanager");

  @Override
  Optional<URI> services() {
    return Optional.of(LOCALSTACK.getEndpoint());
  }
}
