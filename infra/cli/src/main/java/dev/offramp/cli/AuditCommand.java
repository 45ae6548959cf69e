package dev.offramp.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.offramp.audit.FileAudit;
import dev.offramp.audit.ReviewLine;
import dev.offramp.audit.Sample;
import dev.offramp.audit.forecast.DestinationFacts;
import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanException;
import dev.offramp.plan.PlanReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Audits files on this machine: nothing else runs, nothing is sent anywhere. */
final class AuditCommand {
  private static final String PLAN = "plan.yaml";
  private static final String USUAL_DESTINATION = "hubspot";

  private final Console console;
  private final InstantSource clock;
  // In ASCII alone: a terminal of another encoding would lose letters of tags and columns.
  private final ObjectWriter json =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

  AuditCommand(Console console, InstantSource clock) {
    this.console = console;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param paths files, or folders of them
   * @param to the destination's key, or null
   * @param tier the destination's plan, or null
   * @param sample how many rows the sample has, or null
   * @param out the folder for what is written, or null
   * @param json whether one JSON document goes to stdout, and nothing else anywhere unless {@code
   *     out} is given
   */
  record Wish(List<Path> paths, String to, String tier, Integer sample, Path out, boolean json) {}

  /** Audits; gives the exit code. One file that cannot be audited does not stop the others. */
  int run(Wish wish) {
    checkSample(wish.sample());
    List<Path> files = files(wish.paths());
    Optional<AuditFolder> folder = folder(wish);
    List<Map<String, Object>> entries = new ArrayList<>();
    boolean wrong = false;
    for (Path file : files) {
      FileAudit.Outcome outcome = audit(wish, file, folder);
      wrong |= outcome instanceof FileAudit.Outcome.Wrong;
      entries.add(entry(file, outcome));
    }
    if (wish.json()) {
      print(Map.of("ok", !wrong, "files", entries));
    }
    return wrong ? CommandException.INPUT : 0;
  }

  private static Optional<AuditFolder> folder(Wish wish) {
    if (wish.out() != null) {
      return Optional.of(new AuditFolder(wish.out()));
    }
    return wish.json() ? Optional.empty() : Optional.of(new AuditFolder(Path.of("offramp-audit")));
  }

  private static void checkSample(Integer sample) {
    if (sample != null && (sample < Sample.FEWEST || sample > Sample.MOST)) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-3031",
          "--sample has to be from %d to %d.".formatted(Sample.FEWEST, Sample.MOST));
    }
  }

  private FileAudit.Outcome audit(Wish wish, Path file, Optional<AuditFolder> folder) {
    Optional<Plan> plan = plan(file);
    ForecastWish forecast = forecast(wish, plan);
    String name = file.getFileName().toString();
    int sample =
        wish.sample() == null ? plan.map(Plan::sample).orElse(Sample.USUAL) : wish.sample();
    FileAudit audit =
        new FileAudit(
            plan.map(p -> p.settings(name)).orElse(dev.offramp.kartra.KartraSettings.defaults()),
            forecast,
            sample);
    try (AuditFolder.Writer writer =
        folder.isPresent() ? folder.get().writer(name) : AuditFolder.Writer.nowhere()) {
      FileAudit.Outcome outcome = read(audit, new LocalFile(file), writer);
      if (outcome instanceof FileAudit.Outcome.Audited done) {
        writer.write(done);
        tell(wish, done, writer);
      } else if (outcome instanceof FileAudit.Outcome.Wrong bad) {
        writer.discard();
        console.error("%s %s: %s".formatted(bad.code(), name, bad.message()));
      }
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException("OFF-3032 %s cannot be read or written".formatted(name), e);
    }
  }

  private FileAudit.Outcome read(FileAudit audit, LocalFile source, AuditFolder.Writer writer)
      throws IOException {
    try (ProgressView progress = new ProgressView(console, clock)) {
      long twice = 2 * source.size();
      // To show each row would cost more than to read it.
      Every every = new Every(done -> progress.show("audit", done, twice, ""));
      FileAudit.Outcome outcome =
          audit.audit(source, (ReviewLine line) -> writer.review(line), every::at);
      if (outcome instanceof FileAudit.Outcome.Audited) {
        progress.show("audit", twice, twice, "");
      }
      return outcome;
    }
  }

  private void tell(Wish wish, FileAudit.Outcome.Audited done, AuditFolder.Writer writer) {
    if (!wish.json()) {
      new AuditText(done.result().audit()).lines().forEach(console::data);
    }
    writer.folder().ifPresent(written -> console.say("Written to %s".formatted(written)));
  }

  private static ForecastWish forecast(Wish wish, Optional<Plan> plan) {
    String to =
        wish.to() != null ? wish.to() : plan.map(Plan::destination).orElse(USUAL_DESTINATION);
    DestinationFacts facts = new DestinationFacts();
    if (!facts.known().contains(to)) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-3033",
          "The destination is not known. Known: %s.".formatted(String.join(", ", facts.known())));
    }
    String tier = wish.tier() == null ? "" : wish.tier();
    if (!tier.isEmpty() && !facts.tiers(to).contains(tier)) {
      throw new CommandException(
          CommandException.INPUT,
          "OFF-3034",
          "%s has no plan of that name. Known: %s."
              .formatted(to, String.join(", ", facts.tiers(to))));
    }
    int share = plan.map(Plan::share).orElse(ForecastWish.to(to).sharePerMille());
    return ForecastWish.to(to, tier, share);
  }

  private static Optional<Plan> plan(Path file) {
    Path path = file.toAbsolutePath().resolveSibling(PLAN);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PlanReader().read(Files.readAllBytes(path)));
    } catch (PlanException e) {
      throw new CommandException(CommandException.INPUT, e.code() + " " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("OFF-3032 plan.yaml cannot be read", e);
    }
  }

  private static List<Path> files(List<Path> paths) {
    TreeSet<Path> files = new TreeSet<>();
    for (Path path : paths) {
      if (Files.isRegularFile(path)) {
        files.add(path);
      } else if (Files.isDirectory(path)) {
        files.addAll(inside(path));
      } else {
        throw new CommandException(
            CommandException.INPUT, "OFF-3035", "There is no file or folder " + path + ".");
      }
    }
    if (files.isEmpty()) {
      throw new CommandException(
          CommandException.INPUT, "OFF-3022", "There is no CSV file to audit.");
    }
    return List.copyOf(files);
  }

  private static List<Path> inside(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().equals(PLAN))
          .filter(f -> !f.getFileName().toString().startsWith("."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("OFF-3032 cannot read " + folder, e);
    }
  }

  private static Map<String, Object> entry(Path file, FileAudit.Outcome outcome) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", file.toString());
    entry.put("ok", outcome instanceof FileAudit.Outcome.Audited);
    if (outcome instanceof FileAudit.Outcome.Audited done) {
      entry.put("audit", done.result().audit());
    } else if (outcome instanceof FileAudit.Outcome.Wrong bad) {
      entry.put(
          "error",
          Map.of(
              "code", bad.code(),
              "message", bad.message(),
              "header", bad.header(),
              "bestGuess", bad.bestGuess()));
    }
    return entry;
  }

  private void print(Object document) {
    try {
      console.data(json.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an audit is always JSON", e);
    }
  }
}
