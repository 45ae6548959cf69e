package dev.offramp.local.sample;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function that does as the words in its event say, and writes each event to a file. */
public final class SampleFunction implements RequestStreamHandler {
  private static final Pattern MESSAGE =
      Pattern.compile("\"messageId\":\"([^\"]+)\".*?\"body\":\"([^\"]*)\"");

  /** Fails to be made if the variable BROKEN is set. */
  public SampleFunction() {
    if (System.getenv("BROKEN") != null) {
      throw new IllegalStateException("broken on purpose");
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    note(context, event);
    System.out.println("seen " + event.length() + " bytes");
    if (event.contains("do-throw")) {
      throw new IllegalArgumentException("thrown on purpose");
    }
    if (event.contains("do-exit")) {
      Runtime.getRuntime().halt(7);
    }
    if (event.contains("do-hang")) {
      hang();
    }
    if (event.contains("do-linger")) {
      LockSupport.parkNanos(200_000_000L);
    }
    output.write(answer(event, context).getBytes(StandardCharsets.UTF_8));
  }

  private static String answer(String event, Context context) {
    if (event.contains("do-garbage")) {
      return "this is { no json";
    }
    if (event.contains("do-nonsense")) {
      return "{\"batchItemFailures\":[{\"itemIdentifier\":\"nobody\"}]}";
    }
    if (event.contains("do-environment")) {
      return "{\"stage\":\""
          + System.getenv("STAGE")
          + "\",\"queue\":\""
          + System.getenv("QUEUE_URL")
          + "\",\"s3\":\""
          + System.getenv("AWS_ENDPOINT_URL_S3")
          + "\",\"name\":\""
          + context.getFunctionName()
          + "\",\"pid\":"
          + ProcessHandle.current().pid()
          + "}";
    }
    List<String> failures = new ArrayList<>();
    Matcher matcher = MESSAGE.matcher(event);
    while (matcher.find()) {
      if (matcher.group(2).startsWith("fail")) {
        failures.add("{\"itemIdentifier\":\"" + matcher.group(1) + "\"}");
      }
    }
    return "{\"batchItemFailures\":[" + String.join(",", failures) + "]}";
  }

  private static void note(Context context, String event) throws IOException {
    Path file = Path.of(System.getenv("OUT"), context.getFunctionName() + ".events");
    Files.writeString(
        file,
        event.replace("\n", " ") + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void hang() {
    while (true) {
      LockSupport.parkNanos(1_000_000_000L);
    }
  }
}
