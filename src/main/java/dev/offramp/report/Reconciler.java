package dev.offramp.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.offramp.audit.Audit;
import dev.offramp.audit.MoneySum;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Outcome;
import dev.offramp.job.RowOutcome;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.CheckFiles;
import dev.offramp.report.Reconciliation.Result;
import dev.offramp.verify.Counts;
import dev.offramp.verify.Extent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Sets what was meant against what is there, and writes it down for the customer. */
public final class Reconciler {
  /** The name of the page. */
  public static final String PAGE = "reconciliation.html";

  /** The name of the same as data. */
  public static final String DATA = "reconciliation.json";

  private static final Set<String> SUMS = Set.of("sales", "refunds", "chargebacks", "net");

  private final ObjectStore objects;
  private final WorkFiles files;
  private final Function<Job, String> mappingVersion;
  private final Function<Job, Map<String, String>> columns;
  private final ObjectMapper plain = new ObjectMapper();
  private final ObjectWriter writer = plain.writer(SerializationFeature.INDENT_OUTPUT);

  /**
   * Takes the bucket, and what knows the rules of a job.
   *
   * @param mappingVersion under which rules a job was mapped
   * @param columns by the destination's field, the column of the upload that goes there
   */
  public Reconciler(
      ObjectStore objects,
      WorkFiles files,
      Function<Job, String> mappingVersion,
      Function<Job, Map<String, String>> columns) {
    this.objects = objects;
    this.files = files;
    this.mappingVersion = mappingVersion;
    this.columns = columns;
  }

  /**
   * Writes the reconciliation; again if it is there already.
   *
   * @return what it came to
   */
  Verdict reconcile(Job job) {
    CheckFiles found = new CheckFiles(files, job.id());
    Optional<CheckFiles.Run> run = found.run();
    DifferenceTable table =
        new DifferenceTable((name, csv) -> put(job, name, AuditTables.CSV, csv));
    FindingsSum sum = new FindingsSum(run.map(CheckFiles.Run::lists).orElse(Map.of()), table);
    if (run.isPresent()) {
      for (CheckFiles.Kind kind : CheckFiles.Kind.values()) {
        found.keys(kind).values().forEach(key -> sum.add(kind, found.read(key)));
      }
    }
    Reconciliation.Rows rows = rows(job);
    Verdict verdict = verdict(job, run, sum, rows);
    Reconciliation whole =
        new Reconciliation(
            Reconciliation.VERSION,
            job.id(),
            job.migration(),
            new Reconciliation.Upload(job.upload().key(), job.sha256(), job.upload().size()),
            job.destination(),
            mappingVersion.apply(job),
            verdict.result(),
            verdict.sentence(),
            checked(run, sum.counts()),
            rows,
            money(job),
            sum.consent(),
            sum.tags(),
            sum.lists(),
            sum.fields(columns.apply(job)),
            sum.differences(table.close()));
    put(job, DATA, AuditTables.JSON, json(whole));
    put(
        job,
        PAGE,
        AuditTables.HTML,
        new ReconciliationPage(whole).render().getBytes(StandardCharsets.UTF_8));
    return verdict;
  }

  /**
   * What it came to.
   *
   * @param result in one word
   * @param sentence for a person
   * @param reason why somebody should look at it, with a code; empty where nobody has to
   */
  record Verdict(Result result, String sentence, String reason) {}

  private static Verdict verdict(
      Job job, Optional<CheckFiles.Run> run, FindingsSum sum, Reconciliation.Rows rows) {
    Counts counts = sum.counts();
    if (!rows.balanced()) {
      return said(
          Result.DIFFERENCES,
          "OFF-2942",
          "The rows of the file and those that are accounted for do not balance.");
    }
    Counters c = job.counters();
    if (c.created() + c.updated() + c.unchanged() + c.merged() == 0) {
      return new Verdict(Result.NOT_LOADED, "Nothing of this file was loaded.", "");
    }
    if (run.isPresent() && !run.get().notDone().isEmpty()) {
      return said(
          Result.NOT_CHECKED,
          "OFF-2941",
          "What was loaded could not be read back: " + run.get().notDone());
    }
    if (run.isEmpty() || run.get().extent() == Extent.NONE) {
      return new Verdict(Result.NOT_CHECKED, "The plan says not to read back what was loaded.", "");
    }
    if (sum.total() > 0) {
      String differ =
          "%s differences between what was meant and what is there."
              .formatted(Numbers.of(sum.total()));
      return new Verdict(
          Result.DIFFERENCES, differ, "OFF-2940 %s %s lists them.".formatted(differ, PAGE));
    }
    String sentence =
        counts.apart() == 0
            ? "All %s records that were read back are as they were meant."
                .formatted(Numbers.of(counts.records()))
            : "Of %s records that were read back %s were changed there since; the others are as they were meant."
                .formatted(Numbers.of(counts.records()), Numbers.of(counts.apart()));
    return new Verdict(Result.AS_MEANT, sentence, "");
  }

  private static Verdict said(Result result, String code, String sentence) {
    return new Verdict(result, sentence, code + " " + sentence);
  }

  private static Reconciliation.Checked checked(Optional<CheckFiles.Run> run, Counts counts) {
    return new Reconciliation.Checked(
        run.map(r -> r.extent().name()).orElse("NONE"),
        run.map(CheckFiles.Run::oneOf).orElse(1),
        counts.records(),
        counts.asMeant(),
        counts.different(),
        counts.apart(),
        run.map(r -> r.began().toString()).orElse(null),
        run.map(CheckFiles.Run::ended).map(Object::toString).orElse(null),
        run.map(CheckFiles.Run::notDone).orElse(""));
  }

  private Reconciliation.Rows rows(Job job) {
    Counters c = job.counters();
    Counters listed = Counters.ofParsed(c.parsed());
    for (String folder : JobReporter.OUTCOME_FOLDERS) {
      for (String file : files.list(job.id(), folder)) {
        for (RowOutcome row : files.readLines(file, RowOutcome.class)) {
          listed = listed.plus(row.outcome(), 1);
        }
      }
    }
    Long inFile = audit(job).map(audit -> audit.rows().total()).orElse(null);
    boolean balanced = listed.equals(c) && (inFile == null || inFile == c.parsed());
    return new Reconciliation.Rows(
        inFile,
        c.parsed(),
        c.pending(),
        byOutcome(c),
        byOutcome(listed),
        balanced && c.pending() == 0);
  }

  private static Map<String, Long> byOutcome(Counters c) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(
          outcome.name().toLowerCase(Locale.ROOT),
          switch (outcome) {
            case CREATED -> c.created();
            case UPDATED -> c.updated();
            case UNCHANGED -> c.unchanged();
            case MERGED -> c.merged();
            case REJECTED -> c.rejected();
            case EXCLUDED -> c.excluded();
          });
    }
    return counts;
  }

  /** Rows with money are of kinds that no destination takes yet: all of it is left out. */
  private List<Reconciliation.MoneyLine> money(Job job) {
    List<Reconciliation.MoneyLine> lines = new ArrayList<>();
    Map<String, Map<String, MoneySum>> money = audit(job).map(Audit::money).orElse(Map.of());
    money.forEach(
        (currency, types) ->
            types.forEach(
                (type, sum) ->
                    lines.add(
                        new Reconciliation.MoneyLine(
                            currency,
                            type,
                            SUMS.contains(type),
                            sum.count(),
                            sum.minorUnits(),
                            BigInteger.ZERO,
                            sum.minorUnits()))));
    return lines;
  }

  private Optional<Audit> audit(Job job) {
    try {
      Optional<byte[]> content = objects.get(JobReporter.key(job, AuditTables.DATA));
      return content.isEmpty()
          ? Optional.empty()
          : Optional.of(plain.readValue(content.get(), Audit.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the audit of " + job.id() + " cannot be read", e);
    }
  }

  private byte[] json(Reconciliation whole) {
    try {
      return (writer.writeValueAsString(whole) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a reconciliation is always JSON", e);
    }
  }

  private void put(Job job, String name, String type, byte[] content) {
    try {
      objects.put(JobReporter.key(job, name), content, type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + " of " + job.id(), e);
    }
  }
}
