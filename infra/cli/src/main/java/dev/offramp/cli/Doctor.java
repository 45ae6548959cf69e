package dev.offramp.cli;

import dev.offramp.job.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Looks whether everything is there that the commands need. */
final class Doctor {
  private static final long ENOUGH_DISK = 2L * 1024 * 1024 * 1024;
  private static final List<String> FUNCTIONS =
      List.of("parser", "mapper", "loader", "conductor", "rollback");

  private final Home home;
  private final Console console;
  private int wrong;

  Doctor(Home home, Console console) {
    this.home = home;
    this.console = console;
  }

  /** Looks; throws if something is wrong. */
  void run(Optional<Stack> stack) {
    check("Java " + Runtime.version().feature(), Runtime.version().feature() >= 17, "install 17+");
    check("template.yaml", Files.exists(home.template()), "run from the project");
    for (String function : FUNCTIONS) {
      Path zip = home.project().resolve("functions/" + function + "/target/function.zip");
      check("function " + function, Files.exists(zip), "./mvnw package -DskipTests");
    }
    disk();
    console.say(
        UpFile.find(home).isPresent()
            ? "ok   a one-machine cloud is running"
            : "ok   no one-machine cloud is running (./offramp up starts one)");
    stack.ifPresent(this::deadLetters);
    if (wrong > 0) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3023", wrong + " things need looking after.");
    }
  }

  private void disk() {
    try {
      long free = Files.getFileStore(home.project()).getUsableSpace();
      check("disk: %,d MB free".formatted(free >> 20), free > ENOUGH_DISK, "make room");
    } catch (IOException e) {
      check("disk", false, "it cannot be read");
    }
  }

  private void deadLetters(Stack stack) {
    for (Queue queue : Queue.values()) {
      String url = stack.parts().names().queues().get(queue) + "-dead-letters";
      String count =
          stack
              .parts()
              .clients()
              .sqs()
              .getQueueAttributes(
                  q ->
                      q.queueUrl(url)
                          .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
              .attributes()
              .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
      check(
          "dead letters of %s: %s".formatted(queue, count),
          count.equals("0"),
          "look into the function's log, mend it, then redrive the queue");
    }
  }

  private void check(String what, boolean good, String otherwise) {
    console.say((good ? "ok   " : "BAD  ") + what + (good ? "" : ": " + otherwise));
    wrong += good ? 0 : 1;
  }
}
