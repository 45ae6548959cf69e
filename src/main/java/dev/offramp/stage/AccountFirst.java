package dev.offramp.stage;

import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.AccountSurvey;
import dev.offramp.enrich.EnrichPorts;
import dev.offramp.enrich.KartraSession;
import dev.offramp.enrich.Keys;
import dev.offramp.enrich.Standstill;
import dev.offramp.job.Bell;
import dev.offramp.job.BellHandler;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Lease;
import dev.offramp.job.LeaseKeeper;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.StaleLeaseException;
import dev.offramp.kartra.api.KartraApiException;
import dev.offramp.load.JobStoppedException;
import dev.offramp.plan.Plan;
import dev.offramp.plan.PlanException;
import dev.offramp.plan.PlanReader;
import dev.offramp.throttle.BudgetClosedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before an upload is parsed, asks its Kartra account once what it defines: where there are keys,
 * and there have to be where the plan wants enrichment. Wrong keys are told here, before any work
 * is done; without enrichment nothing here keeps a file from being moved.
 */
public final class AccountFirst implements BellHandler {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(AccountFirst.class);

  private final ObjectStore objects;
  private final EnrichPorts ports;
  private final AccountFiles files;
  private final BellHandler parser;
  private final PlanReader plans = new PlanReader();

  /** Takes its collaborators, and who parses afterwards. */
  public AccountFirst(ObjectStore objects, EnrichPorts ports, BellHandler parser) {
    this.objects = objects;
    this.ports = ports;
    this.files = new AccountFiles(ports.files());
    this.parser = parser;
  }

  @Override
  public void handle(String jobId, Deadline deadline) {
    Optional<Job> job =
        ports
            .jobs()
            .find(jobId)
            .filter(j -> j.state() == JobState.RECEIVED || j.state() == JobState.PARSING);
    if (job.isEmpty() || asked(job.get(), deadline)) {
      parser.handle(jobId, deadline);
    }
  }

  /** Whether parsing may go on. */
  private boolean asked(Job job, Deadline deadline) {
    Optional<Plan> plan = plan(job);
    boolean enrich = plan.map(Plan::enrich).orElse(false);
    boolean known = files.names(job.id()).isPresent() && (!enrich || files.hasSchema(job.id()));
    if (plan.isEmpty() || known) {
      return true; // A plan that is missing or wrong is the parser's to tell.
    }
    try {
      return survey(job, plan.get(), deadline);
    } catch (KartraApiException e) {
      return withoutEnrichment(job, enrich, e.code() + " " + e.getMessage());
    }
  }

  private boolean withoutEnrichment(Job job, boolean enrich, String reason) {
    if (!enrich) {
      LOG.warn("job {} goes on without Kartra's names: {}", job.id(), reason);
      return true;
    }
    ports.jobs().transition(job.id(), job.state(), JobEvent.FAIL, reason, ports.clock().instant());
    return false;
  }

  private boolean survey(Job job, Plan plan, Deadline deadline) {
    String resource = "kartra#" + job.id();
    Optional<Lease> lease =
        ports
            .jobs()
            .acquire(resource, ports.owners().get(), ports.lease(), ports.clock().instant());
    if (lease.isEmpty()) {
      return false; // Who is at it parses afterwards.
    }
    LeaseKeeper held = new LeaseKeeper(ports.jobs(), ports.clock(), ports.lease(), lease.get());
    try {
      Optional<KartraSession> session =
          ports.accounts().open(job, plan.share(), PATIENCE, () -> latestEnd(held, deadline));
      if (session.isEmpty() && plan.enrich()) {
        throw Keys.missing();
      }
      if (session.isPresent()) {
        try (KartraSession open = session.get()) {
          new AccountSurvey(files).ask(job.id(), open.api(), plan.enrich());
        }
      }
      return true;
    } catch (BudgetClosedException e) {
      return closed(job, plan, e);
    } catch (StaleLeaseException e) {
      return false;
    } finally {
      held.release();
    }
  }

  private boolean closed(Job job, Plan plan, BudgetClosedException e) {
    if (!plan.enrich() && !(e instanceof JobStoppedException)) {
      LOG.warn("job {} goes on without Kartra's names: {}", job.id(), e.getMessage());
      return true;
    }
    new Standstill(ports.jobs(), ports.bells(), ports.clock())
        .park(job.id(), Bell.parse(job.id()), e, Set.of(JobState.RECEIVED, JobState.PARSING));
    return false;
  }

  private static Instant latestEnd(LeaseKeeper held, Deadline deadline) {
    Instant lease = held.until();
    return lease.isBefore(deadline.end()) ? lease : deadline.end();
  }

  private Optional<Plan> plan(Job job) {
    try {
      return objects.get(Plans.key(job.migration())).map(plans::read);
    } catch (PlanException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the plan of " + job.migration(), e);
    }
  }
}
