package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.job.Job;
import dev.offramp.load.UndoFiles.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says what a rollback would do and leave, with reads only. */
public final class UndoPreview {
  /** The number of a lease after all that there were: what is written under it comes last. */
  private static final long LAST = 999_999_999_999L;

  private final LoadPorts ports;
  private final Preparation preparation;
  private final UndoFiles undoFiles;

  /** Takes what a rollback works with. */
  public UndoPreview(LoadPorts ports) {
    this.ports = ports;
    this.preparation = new Preparation(ports.ledger(), ports.files(), ports.clock(), ports.lanes());
    this.undoFiles = new UndoFiles(ports.files());
  }

  /**
   * What the rollback of jobs would do, one after another in the order of a rollback.
   *
   * @param force what would also be taken back where a person has changed it since
   * @return a report that names no job; what a destination cannot give back is in it
   */
  public Report of(List<Job> jobs, Set<Forced> force) {
    List<Job> known = jobs.stream().filter(job -> !job.account().isEmpty()).toList();
    try (Run run = new Run(known, new UndoPolicy(force))) {
      return run.report();
    }
  }

  /** One dry run. */
  private final class Run implements AutoCloseable {
    private final Ledger ledger = new DryLedger(ports.ledger());
    private final LeftBehind leftBehind = new LeftBehind(ports);
    private final Map<String, UndoPolicy> gentle = new HashMap<>();
    private final Map<String, Destination> destinations = new HashMap<>();
    private final Set<String> cannot = new LinkedHashSet<>();
    private final Map<String, NavigableMap<Integer, UndoSummary>> found = new LinkedHashMap<>();
    private final Map<String, NavigableSet<Integer>> toLookAt = new HashMap<>();
    private final List<Job> jobs;
    private final UndoPolicy policy;
    private UndoSummary besides = UndoSummary.EMPTY;

    Run(List<Job> jobs, UndoPolicy policy) {
      this.jobs = jobs;
      this.policy = policy;
      jobs.forEach(job -> found.put(job.id(), new TreeMap<>()));
    }

    Report report() {
      List<UndoStep> steps = new ArrayList<>(new UndoOrder(ports.ledger()).steps(jobs));
      List<UndoStep> ends = steps.stream().filter(UndoStep::isEnd).toList();
      steps.removeAll(ends);
      steps.forEach(this::takeBack);
      Map<String, Job> last = new LinkedHashMap<>();
      ends.forEach(end -> last.put(end.job().account(), end.job()));
      last.values().forEach(this::lookAgain);
      ends.forEach(end -> end(end.job()));
      UndoSummary sum = besides;
      for (NavigableMap<Integer, UndoSummary> chunks : found.values()) {
        sum = chunks.values().stream().reduce(sum, UndoSummary::plus);
      }
      return new Report("", sum, List.copyOf(cannot));
    }

    private Destination destination(Job job) {
      return destinations.computeIfAbsent(
          job.account(),
          account -> new DryDestination(ports.connections().open(job, () -> Instant.MAX)));
    }

    private ChunkUndo chunk(UndoStep step, UndoPolicy how, UndoTally tally) {
      ChunkBook book =
          ChunkBook.open(
              ledger, ports.clock(), step.writer().id(), step.chunk(), LAST, step::means);
      LateCalls none = new LateCalls(ports.clock());
      return new ChunkUndo(
          destination(step.job()), book, ports.lanes(), none, ports.pause(), how, tally);
    }

    private void takeBack(UndoStep step) {
      UndoTally tally = new UndoTally();
      ChunkUndo undo = chunk(step, gentle(step.job()), tally);
      UndoPlan plan = undo.plan();
      undo.run(plan);
      if (undo.leavesAnything(plan)) {
        toLookAt.computeIfAbsent(step.job().id(), id -> new TreeSet<>()).add(step.chunk());
      }
      add(step.job(), step.chunk(), tally);
    }

    private UndoPolicy gentle(Job job) {
      return gentle.computeIfAbsent(
          job.account(), a -> UndoPolicy.gentle(leftBehind.othersApart(job, jobs)));
    }

    private void add(Job job, int chunk, UndoTally tally) {
      found.get(job.id()).merge(chunk, tally.summary(), UndoSummary::plus);
    }

    /** What was left, also by rollbacks that have ended; what is left then goes by force. */
    private void lookAgain(Job last) {
      List<Job> own = jobs.stream().filter(j -> j.account().equals(last.account())).toList();
      List<Job> all = new ArrayList<>(leftBehind.ended(last));
      all.addAll(own);
      boolean others = all.size() > 1;
      while (others && again(leftBehind.steps(last, all, this::toLookAt))) {}
      again(leftBehind.forced(last, own, this::toLookAt, id -> policy.force()));
      while (others && again(leftBehind.steps(last, all, this::toLookAt))) {}
    }

    private boolean again(List<UndoStep> steps) {
      boolean tookBack = false;
      for (UndoStep step : steps) {
        tookBack |= again(step);
      }
      return tookBack;
    }

    private List<Integer> toLookAt(String jobId) {
      return found.containsKey(jobId)
          ? List.copyOf(toLookAt.getOrDefault(jobId, new TreeSet<>()).descendingSet())
          : undoFiles.toLookAt(jobId);
    }

    private boolean again(UndoStep step) {
      UndoTally tally = new UndoTally();
      ChunkUndo undo = chunk(step, step.again().orElseThrow().policy(), tally);
      Set<UndoSummary.About> seen = undo.runAgain(undo.left());
      UndoSummary second = tally.summary();
      NavigableMap<Integer, UndoSummary> own = found.get(step.writer().id());
      if (own == null) {
        besides = besides.plus(new UndoSummary(second.counts(), List.of(), 0));
      } else {
        own.computeIfPresent(step.chunk(), (chunk, first) -> first.again(seen, second, false));
      }
      return second.tookBack();
    }

    private void end(Job job) {
      ChunkBook book =
          ChunkBook.open(ledger, ports.clock(), job.id(), LedgerEntry.PREPARATION, LAST);
      UndoTally tally = new UndoTally();
      Destination destination = destination(job);
      new DefinitionUndo(destination, book, policy, tally)
          .run(() -> preparation.wanted(job, destination.traits()));
      add(job, LedgerEntry.PREPARATION, tally);
      cannot.addAll(destination.traits().cannotRestore());
    }

    @Override
    public void close() {
      destinations.values().forEach(Destination::close);
    }
  }
}
