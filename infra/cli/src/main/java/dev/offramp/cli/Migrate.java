package dev.offramp.cli;

import dev.offramp.audit.Audit;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.plan.FieldMap;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanException;
import dev.offramp.plan.PlanReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.stream.Stream;

/** Takes the exports of a folder into a destination. */
final class Migrate {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Console console;
  private final InstantSource clock;
  private final Home home;

  Migrate(Console console, InstantSource clock, Home home) {
    this.console = console;
    this.clock = clock;
    this.home = home;
  }

  /**
   * What is to be moved where.
   *
   * @param folder with CSV files, or one file
   * @param destination the CRM's key
   * @param migration its name; the folder in the inbox
   * @param yes whether nobody need be asked
   * @param secret the JSON of the destination's secret
   * @param kartraSecret the JSON of the secret of the Kartra account, where there is one
   * @param simulatedKartra where the simulated Kartra is, if that one is meant
   */
  record Wish(
      Path folder,
      String destination,
      String migration,
      boolean yes,
      String secret,
      Optional<String> kartraSecret,
      Optional<URI> simulatedKartra) {}

  /** Checks everything before anything is started or written. */
  List<Path> check(Path folder, String destination) {
    if (FieldMap.of(destination).isEmpty()) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-2001",
          "The destination \"%s\" is not known. Known: hubspot.".formatted(destination));
    }
    List<Path> files = files(folder);
    List<String> wrong = new ArrayList<>();
    Optional<Plan> plan = ownPlan(folder).map(Migrate::read);
    for (Path file : files) {
      String name = file.getFileName().toString();
      Detection found =
          detect(file, plan.map(p -> p.settings(name)).orElse(KartraSettings.defaults()));
      if (found instanceof Detection.Unreadable bad) {
        wrong.add("%s %s: %s".formatted(bad.code(), file.getFileName(), bad.message()));
      } else if (found instanceof Detection.Unknown unknown) {
        wrong.add("OFF-1112 %s: %s".formatted(file.getFileName(), unknown.message()));
      } else if (found instanceof Detection.Recognised known) {
        console.say(
            "%s: %s, %d columns"
                .formatted(
                    file.getFileName(),
                    known.layout().kind().name().toLowerCase(java.util.Locale.ROOT),
                    known.layout().columns().size()));
      }
    }
    if (!wrong.isEmpty()) {
      throw new CommandException(CommandException.INPUT, String.join("\n", wrong));
    }
    return files;
  }

  private static List<Path> files(Path folder) {
    if (Files.isRegularFile(folder)) {
      return List.of(folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          CommandException.INPUT, "OFF-3021", "There is no folder " + folder + ".");
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(f -> !f.getFileName().toString().equals("plan.yaml"))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new CommandException(
            CommandException.INPUT, "OFF-3022", "There is no CSV file in " + folder + ".");
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException("OFF-3021 cannot read " + folder, e);
    }
  }

  private static Detection detect(Path file, KartraSettings settings) {
    try (InputStream in = Files.newInputStream(file)) {
      return new ExportDetector().detect(in.readNBytes(ExportDetector.HEAD), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("OFF-3021 cannot read " + file, e);
    }
  }

  /** Uploads and watches; asks before anything is written at the destination. */
  void run(Stack stack, Wish wish, List<Path> files) {
    stack.secret(wish.destination() + "/" + wish.migration(), wish.secret());
    wish.kartraSecret().ifPresent(json -> stack.secret("kartra/" + wish.migration(), json));
    String plan = plan(wish);
    if (wish.simulatedKartra().isPresent() && enriches(plan)) {
      KartraKeys.introduce(wish.simulatedKartra().get(), files, console);
    }
    String inbox = "inbox/" + wish.migration() + "/";
    stack.upload(inbox + "plan.yaml", plan);
    for (Path file : files) {
      String key = inbox + file.getFileName();
      stack.upload(key, file);
      one(stack, wish, stack.jobId(key));
    }
  }

  private static boolean enriches(String plan) {
    try {
      return new PlanReader().read(plan.getBytes(StandardCharsets.UTF_8)).enrich();
    } catch (PlanException e) {
      return false; // The job tells what is wrong with it.
    }
  }

  private static String plan(Wish wish) {
    return ownPlan(wish.folder())
        .orElseGet(
            () ->
                "destination: %s\napproval: %s\n"
                    .formatted(wish.destination(), wish.yes() ? "automatic" : "required"));
  }

  /** The plan that lies beside the exports, if one does. */
  private static Optional<String> ownPlan(Path folder) {
    Path own =
        Files.isDirectory(folder)
            ? folder.resolve("plan.yaml")
            : folder.resolveSibling("plan.yaml");
    try {
      return Files.exists(own) ? Optional.of(Files.readString(own)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("OFF-3021 cannot read " + own, e);
    }
  }

  private static Plan read(String plan) {
    try {
      return new PlanReader().read(plan.getBytes(StandardCharsets.UTF_8));
    } catch (PlanException e) {
      throw new CommandException(CommandException.INPUT, e.code(), e.getMessage());
    }
  }

  private void one(Stack stack, Wish wish, String jobId) {
    JobWatch watch = new JobWatch(stack.parts().jobs(), stack.parts().json(), console, clock);
    Job job = watch.untilAtRest(jobId, PATIENCE);
    JobFiles reports = new JobFiles(stack, home);
    if (job.state() == JobState.UNKNOWN_KIND) {
      reports
          .saveUnknownKind(job)
          .ifPresent(page -> console.say("What the file lacks is in %s".formatted(page)));
    }
    if (job.state() == JobState.AWAITING_APPROVAL) {
      showAudit(reports, job);
      console.say(JobText.counters(job.counters()));
      if (!wish.yes() && !agreed()) {
        console.say("Nothing was written. To go on later: ./offramp approve " + jobId);
        return;
      }
      new JobActions(stack, clock).approve(job);
      job = watch.untilAtRest(jobId, PATIENCE);
    }
    JobWatch.needs(job, JobState.COMPLETED);
    console.say(JobText.counters(job.counters()));
    reports.where(job).ifPresent(console::say);
    console.say(
        "The report lies in s3://%s/reports/%s/%s/. To take it back: ./offramp rollback %s"
            .formatted(stack.parts().names().bucket(), job.migration(), jobId, jobId));
  }

  /** Who approves has seen what is in the file and what it takes. */
  private void showAudit(JobFiles reports, Job job) {
    Optional<Audit> audit = reports.audit(job);
    if (audit.isPresent()) {
      new AuditText(audit.get()).main().forEach(console::say);
      console.say("The whole audit is in %s".formatted(reports.saveAudit(job)));
    }
  }

  private boolean agreed() {
    if (!console.terminal()) {
      return false;
    }
    console.say("Write these to the destination? [y/N]");
    Scanner in = new Scanner(System.in, java.nio.charset.StandardCharsets.UTF_8);
    return in.hasNextLine() && in.nextLine().strip().equalsIgnoreCase("y");
  }
}
