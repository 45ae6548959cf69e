package dev.offramp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.report.Reconciler;
import dev.offramp.sandbox.kartra.ExportGenerator;
import dev.offramp.sandbox.kartra.Truth;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A whole move on this machine: made-up people go in, and a report comes out. */
final class Demo {
  private static final String MIGRATION = "demo";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int KNOWN_BEFORE = 400;
  private static final int FEW = 300;

  private final Home home;
  private final Console console;
  private final InstantSource clock;

  Demo(Home home, Console console, InstantSource clock) {
    this.home = home;
    this.console = console;
    this.clock = clock;
  }

  /**
   * Runs it.
   *
   * @param contacts how many rows the export has
   * @param seed of the made-up people
   * @param keep whether it goes on running after the load
   */
  void run(int contacts, long seed, boolean keep, LocalStack.Wishes wishes) {
    Instant start = clock.instant();
    KeptDemo kept = new KeptDemo(home);
    boolean leaves = !keep && wishes.stateDir().isEmpty();
    try (LocalStack local =
            LocalStack.start(
                home, leaves ? wishes.ofDemoIn(kept.folder()) : wishes.ofDemo(), console);
        Stack stack = Stack.local(local.up())) {
      local.announce(console);
      console.say("Started in %s.".formatted(since(start)));
      local.sandbox().api().seed(seed, KNOWN_BEFORE);
      JsonNode before = local.sandbox().api().dump();
      Job job = load(local, stack, contacts, seed);
      summary(local, job);
      saveReport(stack, job);
      readBack(stack, job);
      console.data(JobText.line(job, stack.parts().json()));
      if (keep) {
        waitForTheEnd(job);
        return;
      }
      if (leaves) {
        kept.remember(new KeptDemo.Before(job.id(), before));
        howToGoOn(job, kept);
      }
    }
    console.say("The whole demo took %s.".formatted(since(start)));
  }

  /**
   * Moves a few people so that each function loads what it needs at its work, and keeps an archive
   * of these classes for later processes: a demo takes a sixth less with it. It takes longer than
   * it saves once, so it belongs to the build and not to the first demo.
   */
  void prepare() {
    try (LocalStack local = LocalStack.start(home, LocalStack.Wishes.ofLearning(), console);
        Stack stack = Stack.local(local.up())) {
      local.sandbox().api().seed(1, KNOWN_BEFORE);
      load(local, stack, FEW, 1);
      local.cloud().keepClasses();
    }
  }

  private Job load(LocalStack local, Stack stack, int contacts, long seed) {
    ExportGenerator generator = new ExportGenerator(seed, contacts);
    Path csv = home.inside(MIGRATION).resolve(generator.fileName());
    Truth truth = generate(generator, csv);
    console.say("Made up an export of %,d rows: %s".formatted(truth.rows(), csv));
    stack.secret(
        "hubspot/" + MIGRATION,
        "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
            .formatted(local.sandbox().baseUri(), local.sandbox().key()));
    stack.upload(
        "inbox/" + MIGRATION + "/plan.yaml", "destination: hubspot\napproval: automatic\n");
    Instant start = clock.instant();
    String key = "inbox/" + MIGRATION + "/" + generator.fileName();
    stack.upload(key, csv);
    Job job = watch(stack, stack.jobId(key));
    JobWatch.needs(job, JobState.COMPLETED);
    Duration took = Duration.between(start, clock.instant());
    console.say(
        "Moved %,d rows in %.1f s: %,d rows a second."
            .formatted(
                job.counters().parsed(),
                took.toMillis() / 1000.0,
                job.counters().parsed() * 1000 / Math.max(1, took.toMillis())));
    check(truth, job);
    return job;
  }

  private static Truth generate(ExportGenerator generator, Path csv) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(csv))) {
      return generator.write(out);
    } catch (IOException e) {
      throw new CommandException(
          CommandException.ENVIRONMENT, "OFF-3003", csv + " cannot be written: " + e, e);
    }
  }

  private Job watch(Stack stack, String jobId) {
    return new JobWatch(stack.parts().jobs(), stack.parts().json(), console, clock)
        .untilAtRest(jobId, PATIENCE);
  }

  /** What was made up is known exactly; so is what has to come out. */
  private static void check(Truth truth, Job job) {
    var rows = job.counters();
    boolean right =
        rows.pending() == 0
            && rows.parsed() == truth.rows()
            && rows.rejected() == truth.broken()
            && rows.merged() == truth.repeats()
            && rows.created() + rows.updated() + rows.unchanged() == truth.people();
    if (!right) {
      throw new CommandException(
          CommandException.FAILED,
          "OFF-3018",
          "The outcome is not what was made up: %s against %s.".formatted(rows, truth));
    }
  }

  /** Nobody has touched the simulated destination: everything has to be as it was meant. */
  private void readBack(Stack stack, Job job) {
    console.say(new JobFiles(stack, home).readBack(job).orElse("Nothing was read back."));
    if (!job.reason().isEmpty()) {
      throw new CommandException(CommandException.FAILED, "OFF-3018", job.reason());
    }
  }

  private void summary(LocalStack local, Job job) {
    JsonNode stats = local.sandbox().stats();
    console.say("");
    console.say(JobText.counters(job.counters()));
    console.say("");
    console.say(
        "HubSpot holds %,d contacts. The fullest ten seconds had %d calls; the limit is %d; %d calls were refused."
            .formatted(
                stats.path("records").asInt(),
                stats.path("fullest10s").asInt(),
                stats.path("limitPer10s").asInt(),
                stats.path("refusedForTheLimit").asInt()));
  }

  private void saveReport(Stack stack, Job job) {
    Path folder = home.inside("reports/" + job.id());
    JobFiles files = new JobFiles(stack, home);
    files.save(job, List.of("summary.json", "outcomes.csv", "rejects.csv", "report.html"));
    files.save(job, List.of(Reconciler.PAGE, Reconciler.DATA, "differences.csv"));
    console.say("The audit is in %s".formatted(files.saveAudit(job)));
    console.say("What was read back is in %s".formatted(folder.resolve(Reconciler.PAGE)));
    console.say("The report is in %s".formatted(folder.resolve("report.html")));
  }

  private void howToGoOn(Job job, KeptDemo kept) {
    console.say("");
    console.say("All of it ends now, and is kept in %s. Go on with".formatted(kept.folder()));
    console.say("  ./offramp rollback %s --dry-run   what would be taken back".formatted(job.id()));
    console.say("  ./offramp rollback %s             takes all of it back".formatted(job.id()));
    console.say("  ./offramp up --state %s   to look around".formatted(kept.folder()));
  }

  private void waitForTheEnd(Job job) {
    console.say("");
    console.say("It goes on running. In another terminal:");
    console.say("  ./offramp status %s".formatted(job.id()));
    console.say("  ./offramp rollback %s --dry-run".formatted(job.id()));
    console.say("  ./offramp rollback %s".formatted(job.id()));
    console.say("Ctrl-C ends it and leaves nothing behind.");
    Up.untilInterrupted();
  }

  private String since(Instant start) {
    return "%.1f s".formatted(Duration.between(start, clock.instant()).toMillis() / 1000.0);
  }
}
