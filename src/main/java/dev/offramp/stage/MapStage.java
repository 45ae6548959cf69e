package dev.offramp.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.job.Bell;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Bells;
import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.Parsed;
import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.kartra.csv.Row;
import dev.offramp.load.Vocabulary;
import dev.offramp.plan.Mapper;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;
import dev.offramp.record.Contact;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The mapper: turns the rows of a chunk into what the destination should hold. */
public final class MapStage implements BellHandler {
  private final WorkFiles files;
  private final JobStore jobs;
  private final Bells bells;
  private final Plans plans;
  private final FactsDesk facts;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final BiFunction<ExportLayout, KartraSettings, ContactParser> parsers;

  /** Takes its collaborators. */
  public MapStage(StagePorts ports, Plans plans, FactsDesk facts) {
    this(ports, plans, facts, ContactParser::new);
  }

  /** The same with other makers of parsers. */
  MapStage(
      StagePorts ports,
      Plans plans,
      FactsDesk facts,
      BiFunction<ExportLayout, KartraSettings, ContactParser> parsers) {
    this.parsers = parsers;
    this.files = ports.files();
    this.jobs = ports.jobs();
    this.bells = ports.bells();
    this.json = ports.json();
    this.clock = ports.clock();
    this.plans = plans;
    this.facts = facts;
  }

  @Override
  public void handle(String subject, Deadline deadline) {
    int slash = subject.lastIndexOf('/');
    String jobId = subject.substring(0, slash);
    int index = Integer.parseInt(subject.substring(slash + 1));
    Optional<Job> job = jobs.find(jobId).filter(j -> j.state() == JobState.MAPPING);
    if (job.isEmpty()) {
      return;
    }
    Optional<Chunk> chunk = jobs.chunk(jobId, index);
    Job after = job.get();
    if (chunk.isPresent() && chunk.get().state() == ChunkState.PARSED) {
      Optional<Counters> mapped = map(job.get(), index, deadline);
      if (mapped.isEmpty()) {
        return; // Somebody goes on later.
      }
      after = jobs.chunkMapped(jobId, index, mapped.get(), clock.instant());
    }
    if (after.chunksMapped() == after.chunks()) {
      bells.ring(List.of(Bell.control(jobId)));
    }
  }

  /** The rows of a chunk while they are mapped. */
  private static final class Sorted {
    private final Map<Long, Row> rows = new LinkedHashMap<>();
    private final Map<Long, Contact> contacts = new LinkedHashMap<>();
    private final List<RowOutcome> rejects = new ArrayList<>();
  }

  /**
   * Maps a chunk, writes what came of it, and counts the rows that ended here; nothing if what the
   * plan wants fetched is not there yet.
   */
  private Optional<Counters> map(Job job, int index, Deadline deadline) {
    ExportLayout layout = layout(job);
    List<StoredRow> rows =
        files.readLines(WorkFiles.chunkKey(job.id(), "rows", index), StoredRow.class);
    if (!Recognition.isLoaded(layout.kind())) {
      return Optional.of(setAside(job, index, layout, rows));
    }
    MappingRules rules = plans.rules(job.id());
    Plan plan = plans.of(job);
    KartraSettings settings = rules.settings(plans.settings(job, plan));
    Sorted sorted = sorted(rows, parsers.apply(layout, settings));
    boolean dated = layout.column("date_joined").isPresent();
    return facts
        .joined(job, plan, layout, rules, index, sorted.contacts, deadline)
        .map(contacts -> write(job, index, rules, sorted, contacts, dated));
  }

  private static Sorted sorted(List<StoredRow> rows, ContactParser parser) {
    Sorted sorted = new Sorted();
    for (StoredRow stored : rows) {
      Row row = new Row(stored.o(), stored.l(), stored.v(), List.of());
      Parsed<Contact> parsed = parser.parse(row);
      if (parsed instanceof Parsed.Accepted<Contact> accepted) {
        sorted.rows.put(row.ordinal(), row);
        sorted.contacts.put(row.ordinal(), accepted.value());
      } else if (parsed instanceof Parsed.Rejected<Contact> no) {
        sorted.rejects.add(reject(row, no.code(), no.message()));
      }
    }
    return sorted;
  }

  /**
   * Writes what the chunk's rows come to.
   *
   * @param dated whether the upload has dates: then a row without one replaces nothing
   */
  private Counters write(
      Job job,
      int index,
      MappingRules rules,
      Sorted sorted,
      Map<Long, Contact> contacts,
      boolean dated) {
    Mapper mapper = new Mapper(rules);
    List<DesiredRecord> operations = new ArrayList<>();
    contacts.forEach(
        (ordinal, contact) -> {
          Row row = sorted.rows.get(ordinal);
          Optional<Mapper.Refusal> refusal = refusal(mapper, contact);
          if (refusal.isPresent()) {
            sorted.rejects.add(reject(row, refusal.get().code(), refusal.get().message()));
          } else {
            DesiredRecord record = mapper.map(row, contact);
            boolean undated = dated && contact.occurredAt().isEmpty();
            operations.add(undated ? record.fillingGaps() : record);
          }
        });
    files.writeLines(WorkFiles.chunkKey(job.id(), "operations", index), operations);
    files.writeLines(
        WorkFiles.chunkKey(job.id(), Vocabulary.FOLDER, index),
        List.of(new DefinitionsOf(rules).vocabulary(operations)));
    keepEnded(job, index, sorted.rejects);
    return Counters.ZERO.plus(Outcome.REJECTED, sorted.rejects.size());
  }

  private void keepEnded(Job job, int index, List<RowOutcome> ended) {
    if (!ended.isEmpty()) {
      files.writeLines(WorkFiles.chunkKey(job.id(), "rejects/map", index), ended);
    }
  }

  /** Rows of a kind that no destination takes end here, each with its outcome (invariant 1). */
  private Counters setAside(Job job, int index, ExportLayout layout, List<StoredRow> rows) {
    String why =
        "Rows of %s are recognised and audited, and not loaded into this destination yet."
            .formatted(layout.kind().name().toLowerCase(Locale.ROOT));
    keepEnded(
        job,
        index,
        rows.stream()
            .map(row -> new RowOutcome(row.o(), row.l(), Outcome.EXCLUDED, "", "OFF-1113", why))
            .toList());
    return Counters.ZERO.plus(Outcome.EXCLUDED, rows.size());
  }

  private static Optional<Mapper.Refusal> refusal(Mapper mapper, Contact contact) {
    return contact.tags().size() <= ContactParser.MAX_TAGS
        ? mapper.refusal(contact)
        : Optional.of(
            new Mapper.Refusal(
                "OFF-1203",
                "The contact has %d tags; the most is %d."
                    .formatted(contact.tags().size(), ContactParser.MAX_TAGS)));
  }

  private ExportLayout layout(Job job) {
    try {
      return json.readValue(job.layout(), ExportLayout.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the layout of " + job.id() + " is damaged", e);
    }
  }

  private static RowOutcome reject(Row row, String code, String message) {
    return new RowOutcome(row.ordinal(), row.line(), Outcome.REJECTED, "", code, message);
  }
}
