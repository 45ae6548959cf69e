package dev.offramp.local.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secrets that are kept from one run to the next. */
class SecretStoreTest {
  private final ObjectMapper json = new ObjectMapper();
  private @TempDir Path folder;

  private SecretStore store() {
    return new SecretStore("us-east-1", Optional.of(folder.resolve("secrets.json")));
  }

  private String value(SecretStore store) throws SecretStore.Refusal {
    return store
        .perform("GetSecretValue", json.createObjectNode().put("SecretId", "crm"))
        .path("SecretString")
        .asText();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the address          | {"baseUri":"http://127.0.0.1:1000","token":"t"} | {"baseUri":"http://127.0.0.1:2000","token":"t"}
          a longer one         | {"baseUri":"http://127.0.0.1:10001"}            | {"baseUri":"http://127.0.0.1:10001"}
          text that is no JSON | http://127.0.0.1:1000                           | http://127.0.0.1:1000
          JSON without fields  | ["http://127.0.0.1:1000"]                       | ["http://127.0.0.1:1000"]
          """)
  void anAddressThatHasMovedIsTheNewOneInTheNextRun(String what, String before, String after)
      throws SecretStore.Refusal {
    SecretStore first = store();
    first.perform(
        "CreateSecret", json.createObjectNode().put("Name", "crm").put("SecretString", before));

    store().move(Map.of("http://127.0.0.1:1000", "http://127.0.0.1:2000"));

    assertThat(value(store())).as(what).isEqualTo(after);
  }

  @Test
  void whatNothingIsSaidAboutStays() throws SecretStore.Refusal {
    SecretStore first = store();
    first.perform(
        "CreateSecret", json.createObjectNode().put("Name", "crm").put("SecretString", "{}"));
    store().move(Map.of());
    assertThat(value(store())).isEqualTo("{}");
  }
}
