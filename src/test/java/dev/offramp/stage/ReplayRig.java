package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.load.AccountStage;
import dev.offramp.load.ExistingPolicy;
import dev.offramp.load.Lanes;
import dev.offramp.load.LoadPolicy;
import dev.offramp.load.LoadPorts;
import dev.offramp.load.LoadStage;
import dev.offramp.load.RollbackStage;
import dev.offramp.load.UndoFiles;
import dev.offramp.load.VerifyPolicy;
import dev.offramp.load.VerifyStage;
import dev.offramp.report.Conduct;
import dev.offramp.report.JobReporter;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.MemoryCrosswalk;
import dev.offramp.testkit.MemoryLedger;
import dev.offramp.verify.Extent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The whole road of an upload over stores in memory and a CRM in memory. */
final class ReplayRig {
  final StageRig rig = new StageRig();
  final FakeCrm crm = new FakeCrm(4);
  private final MemoryLedger ledger = new MemoryLedger();
  private final MemoryCrosswalk crosswalk = new MemoryCrosswalk();
  private final AtomicInteger owners = new AtomicInteger();
  private final Predicate<Job> needsApproval;

  ReplayRig(Predicate<Job> needsApproval) {
    this.needsApproval = needsApproval;
  }

  LoadPorts ports() {
    return new LoadPorts(
        rig.jobs,
        ledger,
        crosswalk,
        rig.files(),
        rig.bells,
        (job, latestEnd) -> crm,
        Lanes.single(),
        rig.clock::advance,
        rig.clock);
  }

  /** Uploads and works until the job is at rest. */
  Job run(String name, String csv) {
    Job job = rig.parse(rig.job(name, csv));
    for (int chunk = 0; chunk < job.chunks(); chunk++) {
      rig.mapper().handle(job.id() + "/" + chunk, rig.deadline());
    }
    return goOn(job);
  }

  /** A person approves. */
  Job approve(Job job) {
    rig.jobs.transition(
        job.id(), JobState.AWAITING_APPROVAL, JobEvent.APPROVED, "", rig.clock.instant());
    return goOn(job);
  }

  /** Takes a job back, to its end. */
  void takeBack(Job job) {
    new UndoFiles(rig.files()).request(job.id(), Set.of());
    rig.jobs.transition(job.id(), JobState.COMPLETED, JobEvent.ROLLBACK, "", rig.clock.instant());
    new RollbackStage(ports(), () -> "undo", StageRig.LEASE).handle(job.id(), rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.ROLLED_BACK);
  }

  private Job goOn(Job job) {
    Plans plans = rig.plans();
    ControlStage conductor =
        new ControlStage(
            rig.jobs,
            rig.bells,
            needsApproval,
            new JobReporter(
                rig.objects,
                rig.files(),
                plans::version,
                plans::columns,
                each -> new Conduct("strict", 0, 0, 1000, false)),
            rig.clock,
            Duration.ofMinutes(2));
    for (int i = 0; i < 20 && !rig.now(job).state().atRest(); i++) {
      conductor.handle(job.id(), rig.deadline());
      loader().handle("hubspot/spring", rig.deadline());
      rig.clock.advance(Duration.ofMinutes(1));
    }
    return rig.now(job);
  }

  private AccountStage loader() {
    Supplier<String> names = () -> "loader-" + owners.incrementAndGet();
    return new AccountStage(
        new LoadStage(
            ports(), each -> new LoadPolicy(ExistingPolicy.FILL, true), names, StageRig.LEASE),
        new VerifyStage(
            ports(),
            each -> new VerifyPolicy(ExistingPolicy.FILL, Extent.ALL),
            names,
            StageRig.LEASE));
  }

  /** A file of a job's reports. */
  String report(Job job, String name) {
    return new String(
        rig.memory.get(JobReporter.key(job, name)).orElseThrow(), StandardCharsets.UTF_8);
  }

  /** The one person with an address. */
  Map<String, String> person(String email) {
    List<Map<String, String>> found =
        crm.records().values().stream().filter(r -> email.equals(r.get("email"))).toList();
    assertThat(found).as("invariant 3: " + email).hasSize(1);
    return found.get(0);
  }
}
