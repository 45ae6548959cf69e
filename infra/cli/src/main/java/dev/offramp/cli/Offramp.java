package dev.offramp.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code offramp} command. */
@Command(
    name = "offramp",
    mixinStandardHelpOptions = true,
    version = "offramp 0.1.0",
    description = "Moves a business off Kartra and into the CRM of its choice.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed at run time",
      "2:wrong input",
      "3:something about this machine or the stack"
    })
public final class Offramp {
  private final Console console;
  private final Home home;
  private final Map<String, String> environment;
  private final InstantSource clock = Clock.systemUTC();

  Offramp(Console console, Home home, Map<String, String> environment) {
    this.console = console;
    this.home = home;
    this.environment = environment;
  }

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Console console =
        new Console(System.out, System.err, environment.containsKey("OFFRAMP_TTY"), environment);
    System.exit(run(console, Home.of(environment), environment, args));
  }

  /** Runs the command and gives its exit code. */
  static int run(Console console, Home home, Map<String, String> environment, String... args) {
    CommandLine line = new CommandLine(new Offramp(console, home, environment));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(
        new java.io.PrintWriter(console.people(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(
        new java.io.PrintWriter(console.people(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e));
    return line.execute(args);
  }

  private static int failed(Console console, Exception e) {
    String text = e.getMessage();
    if (DiskRoom.ranOut(e)) {
      console.error(
          "OFF-3041 The disk is full. Make room and call the command again. (%s)".formatted(text));
      return CommandException.ENVIRONMENT;
    }
    if (e instanceof CommandException known) {
      console.error(text);
      return known.exit();
    }
    console.error(
        text != null && text.startsWith("OFF-")
            ? text
            : "OFF-3099 %s. This is a defect of ours; please report it with the logs."
                .formatted(e));
    return CommandException.FAILED;
  }

  /** Which stack a command is about. */
  static final class StackOption {
    @Option(names = "--stack", description = "a deployed stack; else the one-machine cloud")
    String name;

    @Option(names = "--region", description = "the deployed stack's region")
    String region;
  }

  /** How a one-machine cloud is to run. */
  static final class LocalOptions {
    @Option(names = "--state", description = "a folder that outlives the run")
    Path state;

    @Option(names = "--dynamodb", description = "another DynamoDB in place of DynamoDB Local")
    URI dynamodb;

    @Option(names = "--sandbox-port", defaultValue = "0", description = "0 for a free one")
    int sandboxPort;

    LocalStack.Wishes wishes() {
      return new LocalStack.Wishes(
          Optional.ofNullable(state),
          Optional.ofNullable(dynamodb),
          sandboxPort,
          false,
          false,
          false);
    }
  }

  private Stack stack(StackOption option) {
    if (option.name != null) {
      if (option.region == null) {
        throw new CommandException(
            CommandException.INPUT, "OFF-3024", "--stack needs --region as well.");
      }
      return Stack.deployed(option.name, option.region);
    }
    return UpFile.find(home)
        .map(Stack::local)
        .orElseThrow(
            () ->
                new CommandException(
                    CommandException.ENVIRONMENT,
                    "OFF-3025",
                    "No one-machine cloud is running. Start one with \"offramp up\", or name a"
                        + " deployed stack with --stack and --region."));
  }

  /** As {@link #stack}; where nothing runs, what a demo left is brought up for this alone. */
  private Stack stackOrDemo(StackOption option) {
    KeptDemo kept = new KeptDemo(home);
    if (option.name != null || UpFile.find(home).isPresent() || !kept.exists()) {
      return stack(option);
    }
    console.say("Bringing up what the demo left in %s.".formatted(kept.folder()));
    return Stack.owning(
        LocalStack.start(home, LocalStack.Wishes.ofKeptDemo(kept.folder()), console));
  }

  @Command(
      name = "demo",
      mixinStandardHelpOptions = true,
      description =
          "Moves made-up contacts into a simulated HubSpot, and ends; \"rollback\" takes all of it"
              + " back.")
  int demo(
      @Option(names = "--contacts", defaultValue = "10000") int contacts,
      @Option(names = "--seed", defaultValue = "1") long seed,
      @Option(names = "--keep", description = "goes on running after the load") boolean keep,
      @CommandLine.Mixin LocalOptions local) {
    new Demo(home, console, clock).run(contacts, seed, keep, local.wishes());
    return 0;
  }

  @Command(
      name = "prepare",
      hidden = true,
      description =
          "Lets the functions learn their classes at a small move, so that they start faster.")
  int prepare() {
    new Demo(home, console, clock).prepare();
    return 0;
  }

  @Command(
      name = "audit",
      mixinStandardHelpOptions = true,
      description =
          "Says what exports hold and what moving them will take; nothing is sent anywhere.")
  int audit(
      @Parameters(arity = "1..*", paramLabel = "FILE", description = "exports, or folders of them")
          List<Path> files,
      @Option(names = "--to", description = "the destination; the plan's, or hubspot, by default")
          String to,
      @Option(names = "--tier", description = "the destination's plan; else the smallest that fits")
          String tier,
      @Option(names = "--sample", description = "how many rows the sample has, 50 to 200")
          Integer sample,
      @Option(names = "--out", description = "where to write; ./offramp-audit by default") Path out,
      @Option(names = "--json", description = "one JSON document on stdout; no files without --out")
          boolean json) {
    return new AuditCommand(console, clock)
        .run(new AuditCommand.Wish(files, to, tier, sample, out, json));
  }

  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      description = "Runs the one-machine cloud and the simulated HubSpot until Ctrl-C.")
  int up(@CommandLine.Mixin LocalOptions local) {
    new Up(home, console).run(local.wishes());
    return 0;
  }

  @Command(
      name = "migrate",
      mixinStandardHelpOptions = true,
      description = "Moves the CSV files of a folder into a CRM.")
  int migrate(
      @Parameters(paramLabel = "FOLDER", description = "a folder of exports, or one file")
          Path folder,
      @Option(names = "--to", required = true, description = "the destination: hubspot") String to,
      @Option(names = "--name", description = "the migration's name; the folder's by default")
          String name,
      @Option(names = "--yes", description = "write without asking") boolean yes,
      @Option(names = "--sandbox", description = "into the simulated one") boolean sandbox,
      @Option(names = "--secret-file", description = "a file with {\"token\": \"…\"}")
          Path secretFile,
      @Option(
              names = "--kartra-secret-file",
              description = "a file with {\"app_id\": …, \"api_key\": …, \"api_password\": …}")
          Path kartraFile,
      @CommandLine.Mixin StackOption option) {
    Migrate migrate = new Migrate(console, clock, home);
    List<Path> files = migrate.check(folder, to);
    String secret = secret(sandbox, secretFile);
    Optional<UpFile> simulated = sandbox ? UpFile.find(home) : Optional.empty();
    Optional<String> kartra =
        sandbox && kartraFile == null
            ? simulated.flatMap(UpFile::kartraSecret)
            : new KartraKeys(environment).secret(kartraFile);
    try (Stack stack = stack(option)) {
      migrate.run(
          stack,
          new Migrate.Wish(
              folder,
              to,
              migrationName(folder, name),
              yes,
              secret,
              kartra,
              kartraFile == null
                  ? simulated.map(up -> up.endpoints().get(UpFile.KARTRA))
                  : Optional.empty()),
          files);
    }
    return 0;
  }

  private static String migrationName(Path folder, String name) {
    String given =
        name != null ? name : folder.toAbsolutePath().normalize().getFileName().toString();
    String plain = given.replaceAll("\\.[A-Za-z]+$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
    if (plain.isBlank()) {
      throw new CommandException(
          CommandException.INPUT, "OFF-3026", "Give the migration a name with --name.");
    }
    return plain;
  }

  private String secret(boolean sandbox, Path file) {
    if (sandbox) {
      UpFile up =
          UpFile.find(home)
              .orElseThrow(
                  () ->
                      new CommandException(
                          CommandException.ENVIRONMENT,
                          "OFF-3025",
                          "The simulated HubSpot is not running. Start it with \"offramp up\"."));
      return "{\"baseUri\":\"%s\",\"token\":\"%s\",\"tier\":\"professional\"}"
          .formatted(up.sandbox(), up.sandboxKey());
    }
    if (file != null) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new CommandException(
            CommandException.INPUT, "OFF-3027", "The secret file cannot be read: " + file);
      }
    }
    String token = environment.getOrDefault("OFFRAMP_HUBSPOT_TOKEN", "");
    if (token.isBlank() || token.indexOf('"') >= 0) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-3028",
          "There is no key to the destination. Put it into OFFRAMP_HUBSPOT_TOKEN or a"
              + " --secret-file, or use --sandbox.");
    }
    return "{\"token\":\"%s\"}".formatted(token);
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Shows jobs, or one job.")
  int status(
      @Parameters(arity = "0..1", paramLabel = "JOB") String id,
      @Option(names = "--json", description = "one JSON document on stdout") boolean json,
      @Option(names = "--watch", description = "until the job rests") boolean watch,
      @CommandLine.Mixin StackOption option)
      throws InterruptedException {
    try (Stack stack = stackOrDemo(option)) {
      boolean again = true;
      while (again) {
        List<Job> jobs = id == null ? stack.parts().jobs().list("") : List.of(stack.job(id));
        print(stack, jobs, json, id != null);
        again = watch && jobs.stream().anyMatch(job -> !job.state().atRest());
        if (again) {
          TimeUnit.SECONDS.sleep(2);
        }
      }
    }
    return 0;
  }

  private void print(Stack stack, List<Job> jobs, boolean json, boolean whole) {
    if (json) {
      try {
        console.data(
            stack
                .parts()
                .json()
                .writeValueAsString(
                    Map.of(
                        "ok",
                        true,
                        "jobs",
                        jobs,
                        "accounts",
                        new StatusView(stack).accounts(jobs))));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException("a job is always JSON", e);
      }
      return;
    }
    for (Job job : jobs) {
      console.data(JobText.line(job, stack.parts().json()));
      if (whole) {
        console.data(JobText.counters(job.counters()));
        if (job.state() != JobState.ROLLED_BACK) {
          console.data(JobText.takenBackUntil(job));
        }
        new StatusView(stack).order(job).ifPresent(console::data);
        new JobFiles(stack, home).where(job).ifPresent(console::data);
      }
    }
    new StatusView(stack).lines(jobs, clock.instant()).forEach(console::data);
    if (jobs.isEmpty()) {
      console.say("There are no jobs.");
    }
  }

  private void tell(Stack stack, Job job) {
    console.data(JobText.line(job, stack.parts().json()));
  }

  @Command(
      name = "approve",
      mixinStandardHelpOptions = true,
      description = "Lets a job write to the destination.")
  int approve(@Parameters(paramLabel = "JOB") String id, @CommandLine.Mixin StackOption option) {
    try (Stack stack = stack(option)) {
      tell(stack, new JobActions(stack, clock).approve(stack.job(id)));
    }
    return 0;
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Stops a job within five seconds; what is in flight is finished.")
  int pause(@Parameters(paramLabel = "JOB") String id, @CommandLine.Mixin StackOption option) {
    try (Stack stack = stack(option)) {
      tell(stack, new LiveCommands(stack).pause(stack.job(id)));
    }
    return 0;
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Lets a stopped job go on, or with --all whatever a panic stopped.")
  int resume(
      @Parameters(arity = "0..1", paramLabel = "JOB") String id,
      @Option(names = "--all", description = "whatever a panic stopped") boolean all,
      @Option(names = "--to", description = "with --all: only this platform or account") String to,
      @CommandLine.Mixin StackOption option) {
    if (all == (id != null)) {
      throw new CommandException(
          CommandException.INPUT, "OFF-2925", "Name a JOB, or say --all: one of the two.");
    }
    try (Stack stack = stack(option)) {
      LiveCommands commands = new LiveCommands(stack);
      if (all) {
        tellAll(stack, commands.resumeAll(Optional.ofNullable(to)), "Nothing was stopped.");
      } else {
        tell(stack, commands.resume(stack.job(id)));
      }
    }
    return 0;
  }

  @Command(
      name = "throttle",
      mixinStandardHelpOptions = true,
      description = "Changes our part of accounts' limits within five seconds.")
  int throttle(
      @Option(names = "--share", description = "0 to 1, such as 0.5") BigDecimal share,
      @Option(names = "--plan", description = "back to what the plans say") boolean plan,
      @Option(
              names = "--to",
              description = "hubspot, kartra, or one account such as hubspot/spring; else all")
          String to,
      @CommandLine.Mixin StackOption option) {
    if (plan == (share != null)) {
      throw new CommandException(
          CommandException.INPUT, "OFF-2926", "Say --share or --plan: one of the two.");
    }
    try (Stack stack = stack(option)) {
      Accounts accounts =
          new LiveCommands(stack).throttle(Optional.ofNullable(share), Optional.ofNullable(to));
      new StatusView(stack).budgets(accounts.budgets(), clock.instant()).forEach(console::data);
    }
    return 0;
  }

  @Command(
      name = "panic",
      mixinStandardHelpOptions = true,
      description =
          "Stops everything, or one platform or account, at once; what is in flight is finished.")
  int panic(
      @Option(
              names = "--to",
              description = "hubspot, kartra, or one account such as hubspot/spring; else all")
          String to,
      @Option(names = "--note", defaultValue = "", description = "why, for whoever looks")
          String note,
      @CommandLine.Mixin StackOption option) {
    try (Stack stack = stack(option)) {
      tellAll(
          stack,
          new LiveCommands(stack).panic(Optional.ofNullable(to), note),
          "No job was at work. The accounts are stopped.");
      console.say("\"offramp resume --all\" takes it up again.");
    }
    return 0;
  }

  private void tellAll(Stack stack, List<Job> jobs, String none) {
    jobs.forEach(job -> tell(stack, job));
    if (jobs.isEmpty()) {
      console.say(none);
    }
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = "Tries a job again that failed or whose kind was unknown, once that is mended.")
  int retry(@Parameters(paramLabel = "JOB") String id, @CommandLine.Mixin StackOption option) {
    try (Stack stack = stack(option)) {
      tell(stack, new JobActions(stack, clock).retry(stack.job(id)));
    }
    return 0;
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description =
          "Takes back what a job or a whole migration did; leaves alone what somebody changed"
              + " since.")
  int rollback(
      @Parameters(arity = "0..1", paramLabel = "JOB") String id,
      @Option(
              names = "--migration",
              paramLabel = "NAME",
              description = "all jobs of a migration, the latest first")
          String migration,
      @Option(names = "--dry-run", description = "only say what would be done and left")
          boolean dryRun,
      @Option(
              names = "--force",
              split = ",",
              paramLabel = "KIND",
              description =
                  "also what somebody changed since: contacts, fields, tags, lists; never consent")
          List<String> force,
      @CommandLine.Mixin StackOption option) {
    RollbackCommand.Wish wish =
        new RollbackCommand.Wish(
            id, migration, RollbackCommand.force(force == null ? List.of() : force));
    try (Stack stack = stackOrDemo(option)) {
      RollbackCommand rollback = new RollbackCommand(stack, console, clock);
      if (dryRun) {
        rollback.preview(wish);
      } else {
        List<Job> undone = rollback.run(wish);
        stack.own().ifPresent(local -> asBefore(undone, local));
      }
    }
    return 0;
  }

  /** A demo's rollback is held against what was there before; nobody else has been there since. */
  private void asBefore(List<Job> undone, LocalStack local) {
    JsonNode now = local.sandbox().api().dump();
    if (undone.stream().anyMatch(job -> new KeptDemo(home).isAsBefore(job.id(), now))) {
      console.say("HubSpot is exactly as it was before the load.");
    }
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Uploads the corrected rejects of a job again; only these rows are processed.")
  int replay(
      @Parameters(paramLabel = "JOB") String id,
      @Parameters(paramLabel = "FILE", description = "its rejects.csv, corrected") Path file,
      @CommandLine.Mixin StackOption option) {
    ReplayCommand.original(file);
    try (Stack stack = stack(option)) {
      new ReplayCommand(stack, console, clock).run(id, file);
    }
    return 0;
  }

  @Command(
      name = "sample",
      mixinStandardHelpOptions = true,
      description =
          "Loads the sample of a job that waits for approval, to be looked at before the rest.")
  int sample(@Parameters(paramLabel = "JOB") String id, @CommandLine.Mixin StackOption option) {
    try (Stack stack = stack(option)) {
      Job sample = new SampleCommand(stack, console, clock).run(id);
      console.data(JobText.line(sample, stack.parts().json()));
    }
    return 0;
  }

  @Command(
      name = "doctor",
      mixinStandardHelpOptions = true,
      description = "Looks whether everything is there.")
  int doctor(@CommandLine.Mixin StackOption option) {
    boolean reachable = option.name != null || UpFile.find(home).isPresent();
    try (Stack stack = reachable ? stack(option) : null) {
      new Doctor(home, console).run(Optional.ofNullable(stack));
    }
    return 0;
  }
}
