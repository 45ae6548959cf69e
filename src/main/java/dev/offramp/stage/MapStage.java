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
    MappingRules rules = plans.rules(job.id());
    ContactParser parser = parser(job, rules);
    Mapper mapper = new Mapper(rules);
    List<DesiredRecord> operations = new ArrayList<>();
    List<RowOutcome> rejects = new ArrayList<>();
    for (StoredRow stored :
        files.readLines(WorkFiles.chunkKey(job.id(), "rows", index), StoredRow.class)) {
      Row row = new Row(stored.o(), stored.l(), stored.v(), List.of());
      if (parser.parse(row) instanceof Parsed.Accepted<Contact> accepted) {
        Optional<Mapper.Refusal> refusal = mapper.refusal(accepted.value());
        if (refusal.isPresent()) {
          rejects.add(reject(row, refusal.get().code(), refusal.get().message()));
        } else {
          operations.add(mapper.map(row, accepted.value()));
        }
      } else if (parser.parse(row) instanceof Parsed.Rejected<Contact> no) {
        rejects.add(reject(row, no.code(), no.message()));
      }
    }
    files.writeLines(WorkFiles.chunkKey(job.id(), "operations", index), operations);
    files.writeLines(
        WorkFiles.chunkKey(job.id(), Vocabulary.FOLDER, index),
        List.of(new DefinitionsOf(rules).vocabulary(operations)));
    if (!rejects.isEmpty()) {
      files.writeLines(WorkFiles.chunkKey(job.id(), "rejects/map", index), rejects);
    }
    return Counters.ZERO.plus(Outcome.REJECTED, rejects.size());
  }

  private ContactParser parser(Job job, MappingRules rules) {
    try {
      ExportLayout layout = json.readValue(job.layout(), ExportLayout.class);
      KartraSettings settings = plans.of(job).settings(job.upload().fileName());
      return new ContactParser(layout, rules.settings(settings));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the layout of " + job.id() + " is damaged", e);
    }
  }

  private static RowOutcome reject(Row row, String code, String message) {
    return new RowOutcome(row.ordinal(), row.line(), Outcome.REJECTED, "", code, message);
  }
}
