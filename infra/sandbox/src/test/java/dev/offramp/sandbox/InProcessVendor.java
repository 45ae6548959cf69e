package dev.offramp.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.http.HttpCall;
import dev.offramp.http.HttpReply;
import dev.offramp.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Speaks to the simulated vendor without a socket; a call without an answer times out at once. */
final class InProcessVendor implements HttpTransport {
  private final VendorGate gate;
  private final ObjectMapper json = new ObjectMapper();

  InProcessVendor(VendorGate gate) {
    this.gate = gate;
  }

  @Override
  public HttpReply send(HttpCall call) throws IOException {
    URI uri = URI.create(call.path());
    VendorGate.Deed deed =
        gate.take(
            new VendorGate.Call(
                "Bearer sandbox-key",
                call.method(),
                uri.getRawPath(),
                uri.getQuery() == null ? "" : uri.getQuery(),
                call.body() == null ? null : json.readTree(call.body())));
    if (deed.answer() == null) {
      throw new HttpTimeoutException("request timed out");
    }
    Map<String, List<String>> headers = new TreeMap<>();
    deed.headers()
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    String body = deed.answer().body() == null ? "" : deed.answer().body().toString();
    return new HttpReply(deed.answer().status(), headers, body);
  }
}
