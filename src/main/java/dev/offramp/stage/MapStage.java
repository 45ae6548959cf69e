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
import java.util.Map;
import java.util.Optional;

/** The mapper: turns the rows of a chunk into what the destination should hold. */
public final class MapStage implements BellHandler {
  private final WorkFiles files;
  private final JobStore jobs;
  private final Bells bells;
  private final Plans plans;
  private final FactsDesk facts;
  private final ObjectMapper json;
  private final InstantSource clock;

  /** Takes its collaborators. */
  public MapStage(StagePorts ports, Plans plans, FactsDesk facts) {
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
    MappingRules rules = plans.rules(job.id());
    Plan plan = plans.of(job);
    ExportLayout layout = layout(job);
    KartraSettings settings = plan.settings(job.upload().fileName());
    Sorted sorted =
        sorted(job, index, new ContactParser(layout, settings.withSeparators(rules.separators())));
    return facts
        .joined(job, plan, layout, rules, index, sorted.contacts, deadline)
        .map(contacts -> write(job, index, rules, sorted, contacts));
  }

  private Sorted sorted(Job job, int index, ContactParser parser) {
    Sorted sorted = new Sorted();
    for (StoredRow stored :
        files.readLines(WorkFiles.chunkKey(job.id(), "rows", index), StoredRow.class)) {
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

  private Counters write(
      Job job, int index, MappingRules rules, Sorted sorted, Map<Long, Contact> contacts) {
    Mapper mapper = new Mapper(rules);
    List<DesiredRecord> operations = new ArrayList<>();
    contacts.forEach(
        (ordinal, contact) -> {
          Row row = sorted.rows.get(ordinal);
          Optional<Mapper.Refusal> refusal = refusal(mapper, contact);
          if (refusal.isPresent()) {
            sorted.rejects.add(reject(row, refusal.get().code(), refusal.get().message()));
          } else {
            operations.add(mapper.map(row, contact));
          }
        });
    files.writeLines(WorkFiles.chunkKey(job.id(), "operations", index), operations);
    files.writeLines(
        WorkFiles.chunkKey(job.id(), Vocabulary.FOLDER, index),
        List.of(new DefinitionsOf(rules).vocabulary(operations)));
    if (!sorted.rejects.isEmpty()) {
      files.writeLines(WorkFiles.chunkKey(job.id(), "rejects/map", index), sorted.rejects);
    }
    return Counters.ZERO.plus(Outcome.REJECTED, sorted.rejects.size());
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
