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
import dev.offramp.record.Contact;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The mapper: turns the rows of a chunk into what the destination should hold. */
public final class MapStage implements BellHandler {
  private final WorkFiles files;
  private final JobStore jobs;
  private final Bells bells;
  private final Plans plans;
  private final ObjectMapper json;
  private final InstantSource clock;

  /** Takes its collaborators. */
  public MapStage(StagePorts ports, Plans plans) {
    this.files = ports.files();
    this.jobs = ports.jobs();
    this.bells = ports.bells();
    this.json = ports.json();
    this.clock = ports.clock();
    this.plans = plans;
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
      after = jobs.chunkMapped(jobId, index, map(job.get(), index), clock.instant());
    }
    if (after.chunksMapped() == after.chunks()) {
      bells.ring(List.of(Bell.control(jobId)));
    }
  }

  /** Maps a chunk, writes what came of it, and counts the rows that ended here. */
  private Counters map(Job job, int index) {
    ExportLayout layout = layout(job);
    List<StoredRow> rows =
        files.readLines(WorkFiles.chunkKey(job.id(), "rows", index), StoredRow.class);
    if (!Recognition.isLoaded(layout.kind())) {
      return setAside(job, index, layout, rows);
    }
    MappingRules rules = plans.rules(job.id());
    ContactParser parser = parser(job, layout, rules);
    Mapper mapper = new Mapper(rules);
    boolean dated = layout.column("date_joined").isPresent();
    List<DesiredRecord> operations = new ArrayList<>();
    List<RowOutcome> rejects = new ArrayList<>();
    for (StoredRow stored : rows) {
      Row row = new Row(stored.o(), stored.l(), stored.v(), List.of());
      Parsed<Contact> parsed = parser.parse(row);
      if (parsed instanceof Parsed.Rejected<Contact> no) {
        rejects.add(reject(row, no.code(), no.message()));
      } else if (parsed instanceof Parsed.Accepted<Contact> accepted) {
        Contact contact = accepted.value();
        Optional<Mapper.Refusal> refusal = mapper.refusal(contact);
        if (refusal.isPresent()) {
          rejects.add(reject(row, refusal.get().code(), refusal.get().message()));
        } else {
          DesiredRecord record = mapper.map(row, contact);
          boolean undated = dated && contact.occurredAt().isEmpty();
          operations.add(undated ? record.fillingGaps() : record);
        }
      }
    }
    keep(job, index, rules, operations);
    keepEnded(job, index, rejects);
    return Counters.ZERO.plus(Outcome.REJECTED, rejects.size());
  }

  private void keep(Job job, int index, MappingRules rules, List<DesiredRecord> operations) {
    files.writeLines(WorkFiles.chunkKey(job.id(), "operations", index), operations);
    files.writeLines(
        WorkFiles.chunkKey(job.id(), Vocabulary.FOLDER, index),
        List.of(new DefinitionsOf(rules).vocabulary(operations)));
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

  private ExportLayout layout(Job job) {
    try {
      return json.readValue(job.layout(), ExportLayout.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the layout of " + job.id() + " is damaged", e);
    }
  }

  private ContactParser parser(Job job, ExportLayout layout, MappingRules rules) {
    KartraSettings settings = plans.of(job).settings(job.upload().fileName());
    return new ContactParser(layout, rules.settings(settings));
  }

  private static RowOutcome reject(Row row, String code, String message) {
    return new RowOutcome(row.ordinal(), row.line(), Outcome.REJECTED, "", code, message);
  }
}
