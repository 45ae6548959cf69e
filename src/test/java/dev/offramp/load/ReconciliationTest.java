package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.WorkFiles;
import dev.offramp.report.Conduct;
import dev.offramp.report.JobReporter;
import dev.offramp.report.Reconciler;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.verify.Extent;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the customer gets of a reading back, and how it goes on. */
class ReconciliationTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final int PEOPLE = 9;

  private final LoadRig rig = new LoadRig(new FakeCrm(2));

  private Job read(Extent extent, Runnable between) {
    Job job = rig.job("a.csv", LoadRig.people(0, PEOPLE, 4));
    return rig.verifyAll(job, extent, between);
  }

  private String report(Job job) {
    return new JobReporter(
            rig.objects,
            rig.files,
            j -> "rules-1",
            j -> Map.of("lastname", "Name"),
            j -> new Conduct("paced", 0, 0, 1000, false))
        .report(job, rig.clock.instant());
  }

  private String text(Job job, String name) throws IOException {
    return new String(
        rig.objects.get(JobReporter.key(job, name)).orElseThrow(), StandardCharsets.UTF_8);
  }

  private JsonNode data(Job job) throws IOException {
    String json = text(job, Reconciler.DATA);
    Path file =
        Path.of(System.getProperty("offramp.root", ".."))
            .resolve("docs/reconciliation.schema.json");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(file));
    assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
    return new ObjectMapper().readTree(json);
  }

  @Test
  void everythingBalancesWhereNothingWasTouched() throws IOException {
    Job job = read(Extent.ALL, () -> {});
    assertThat(report(job)).isEmpty();
    JsonNode data = data(job);
    assertThat(data.path("result").asText()).isEqualTo("AS_MEANT");
    assertThat(data.path("checked").path("records").asInt()).isEqualTo(PEOPLE);
    assertThat(data.path("rows").path("balanced").asBoolean()).isTrue();
    assertThat(data.path("mappingVersion").asText()).isEqualTo("rules-1");
    assertThat(data.path("lists").toString())
        .contains("\"name\":\"news\",\"remoteId\":\"news\",\"meant\":9,\"found\":9,\"others\":0")
        .contains("\"name\":\"course\",\"remoteId\":\"course\",\"meant\":5,\"found\":5");
    assertThat(data.path("tags").toString())
        .isEqualTo("[{\"name\":\"vip\",\"meant\":9,\"found\":9,\"beside\":0}]");
    assertThat(data.path("consent").path("optOuts").asInt()).isEqualTo(3);
    assertThat(data.path("consent").path("optOutsFound").asInt()).isEqualTo(3);
    assertThat(data.path("consent").path("permissionsFound").asInt()).isEqualTo(3);
  }

  @Test
  void itChangesNothingAtTheDestination() {
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 4)));
    String before = rig.crm.dump();
    int calls = rig.crm.calls().size();
    rig.verifyAll(job, Extent.ALL, () -> {});
    assertThat(rig.crm.dump()).isEqualTo(before);
    assertThat(rig.crm.calls().subList(calls, rig.crm.calls().size()))
        .isNotEmpty()
        .isSubsetOf("read", "consent", "members", "memberships", "bearers");
  }

  @Test
  void whatDiffersIsCountedListedAndToldWithACode() throws IOException {
    Job job = read(Extent.ALL, () -> rig.crm.records().get("r1").put("lastname", "Else"));
    assertThat(report(job)).startsWith("OFF-2940 1 differences");
    JsonNode data = data(job);
    assertThat(data.path("result").asText()).isEqualTo("DIFFERENCES");
    assertThat(data.path("differences").path("kinds").toString())
        .isEqualTo("{\"VALUE_CHANGED\":1}");
    CSVRecord row =
        CSVFormat.RFC4180.parse(new StringReader(text(job, "differences.csv"))).getRecords().get(1);
    assertThat(row.toList())
        .containsExactly("0", "2", "r1", "VALUE_CHANGED", "lastname", "Person0", "Else", "");
  }

  @Test
  void invariant1_rowsThatAreNotListedDoNotBalance() throws IOException {
    Job job = read(Extent.ALL, () -> {});
    rig.files.writeLines(WorkFiles.chunkKey(job.id(), "outcomes", 1), List.of());
    assertThat(report(job)).startsWith("OFF-2942");
    assertThat(data(job).path("rows").path("balanced").asBoolean()).isFalse();
  }

  @Test
  void thePlanMaySayNotToReadBack() throws IOException {
    Job job = read(Extent.NONE, () -> {});
    assertThat(job.state()).isEqualTo(JobState.REPORTING);
    assertThat(rig.crm.calls().subList(rig.crm.calls().size() - 1, rig.crm.calls().size()))
        .doesNotContain("members");
    assertThat(report(job)).isEmpty();
    assertThat(data(job).path("result").asText()).isEqualTo("NOT_CHECKED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</style><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "<!--",
        "</title><meta http-equiv=refresh content=0>",
        "%s %1$s $1 \\ %n",
        "=HYPERLINK(1)",
        "+1",
        "@SUM(A1)"
      })
  void noCellCanRun(String word) throws IOException {
    Job job =
        read(
            Extent.ALL,
            () -> {
              rig.crm.records().get("r1").put("lastname", word);
              rig.crm.join("news", Set.of(rig.crm.person(Map.of("email", word))));
            });
    report(job);
    String hostile = text(job, Reconciler.PAGE);
    ReconciliationTest harmless = new ReconciliationTest();
    Job other =
        harmless.read(
            Extent.ALL,
            () -> {
              harmless.rig.crm.records().get("r1").put("lastname", "harmless");
              harmless.rig.crm.join("news", Set.of(harmless.rig.crm.person(Map.of())));
            });
    harmless.report(other);
    String page = harmless.text(other, Reconciler.PAGE);
    assertThat(skeleton(hostile)).isEqualTo(skeleton(page));
    assertThat(page)
        .contains("default-src 'none'")
        .doesNotContain("<script", "src=", "href=", "@import", "url(", "javascript:");
    for (CSVRecord row : CSVFormat.RFC4180.parse(new StringReader(text(job, "differences.csv")))) {
      row.forEach(cell -> assertThat(cell).doesNotMatch("(?s)[=+\\-@\\t\\r].*"));
    }
  }

  private static List<String> skeleton(String page) {
    return TAG.matcher(page).results().map(MatchResult::group).toList();
  }

  /** Whatever ends a try, another one goes on, and nothing is read twice for nothing. */
  @Test
  void aSmallBudgetGetsOnAndParks() {
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 4)));
    rig.jobs.transition(job.id(), JobState.LOADING, JobEvent.LOADED, "", rig.clock.instant());
    int tries = 0;
    int calls = rig.crm.calls().size();
    while (rig.now(job).state() == JobState.VERIFYING) {
      rig.destination =
          new FewCalls(rig.crm, 2, rig.clock.instant().plus(Duration.ofDays(1))).port();
      rig.verifier(Extent.ALL).handle(LoadRig.ACCOUNT, rig.deadline());
      if (rig.now(job).state() == JobState.VERIFYING) {
        assertThat(rig.now(job).reason()).startsWith("OFF-2700");
        assertThat(rig.now(job).notBefore())
            .isEqualTo(rig.clock.instant().plus(Duration.ofDays(1)));
      }
      rig.clock.advance(Duration.ofDays(1));
      assertThat(++tries).isLessThan(30);
    }
    assertThat(rig.differences(job)).isEmpty();
    assertThat(rig.crm.calls().size() - calls).isLessThan(40);
  }

  @Test
  void anotherLoaderComesFirstAndARollbackEndsIt() {
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 4)));
    rig.jobs.transition(job.id(), JobState.LOADING, JobEvent.LOADED, "", rig.clock.instant());
    Job second = rig.job("b.csv", LoadRig.people(20, 22, 2));
    rig.verifier(Extent.ALL).handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.VERIFYING);
    rig.undoAll(second);
    rig.destination = new FewCalls(rig.crm, 3, rig.clock.instant().plus(Duration.ofDays(1))).port();
    rig.verifier(Extent.ALL).handle(LoadRig.ACCOUNT, rig.deadline());
    rig.destination = rig.crm;
    assertThat(rig.undoAll(job).state()).isEqualTo(JobState.ROLLED_BACK);
    assertThat(rig.crm.records()).isEmpty();
  }

  @Test
  void aKeyThatIsRefusedIsTriedForADay() throws IOException {
    Job job = rig.loadAll(rig.job("a.csv", LoadRig.people(0, PEOPLE, 4)));
    rig.jobs.transition(job.id(), JobState.LOADING, JobEvent.LOADED, "", rig.clock.instant());
    rig.destination = FewCalls.refusing();
    rig.verifier(Extent.ALL).handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).reason()).startsWith("OFF-2101");
    rig.clock.advance(Duration.ofHours(25));
    rig.verifier(Extent.ALL).handle(LoadRig.ACCOUNT, rig.deadline());
    assertThat(rig.now(job).state()).isEqualTo(JobState.REPORTING);
    assertThat(report(rig.now(job))).startsWith("OFF-2941").contains("OFF-2101");
    assertThat(data(job).path("result").asText()).isEqualTo("NOT_CHECKED");
  }

  /** One that is thought dead and writes late changes nothing. */
  @Test
  void theNewestLeaseCounts() {
    Job job = read(Extent.ALL, () -> {});
    CheckFiles files = new CheckFiles(rig.files, job.id());
    String key = files.keys(CheckFiles.Kind.RECORDS).get(0);
    files.write(CheckFiles.Kind.RECORDS, 0, 0, new dev.offramp.verify.Tally().findings(false));
    assertThat(files.keys(CheckFiles.Kind.RECORDS).get(0)).isEqualTo(key);
  }

  @Test
  void aLargeJobIsReadInASample() {
    assertThat(Extent.USUAL.of(Extent.MOST_BY_ITSELF)).isEqualTo(Extent.ALL);
    assertThat(Extent.USUAL.of(Extent.MOST_BY_ITSELF + 1)).isEqualTo(Extent.SAMPLE);
    assertThat(Extent.USUAL.oneOf(1_000_000)).isEqualTo(100);
    assertThat(Extent.SAMPLE.oneOf(500)).isEqualTo(1);
    assertThat(Extent.ALL.oneOf(5_000_000)).isEqualTo(1);
  }

  /** A destination with a way of its own to end. */
  private record FewCalls(FakeCrm crm, int calls, java.time.Instant opens) {
    dev.offramp.crm.Destination port() {
      int[] left = {calls};
      return proxy(
          (method, args) -> {
            boolean free = method.getName().equals("traits") || method.getName().equals("readBack");
            if (!free && left[0]-- <= 0) {
              throw new BudgetClosedException(opens, "OFF-2700 closed for today");
            }
            return method.invoke(crm, args);
          });
    }

    static dev.offramp.crm.Destination refusing() {
      FakeCrm crm = new FakeCrm(2);
      return proxy(
          (method, args) -> {
            if (method.getName().equals("traits") || method.getName().equals("readBack")) {
              return method.invoke(crm, args);
            }
            throw new dev.offramp.crm.DestinationException("OFF-2101", "The key is refused.");
          });
    }

    private interface Call {
      Object on(java.lang.reflect.Method method, Object[] args) throws Exception;
    }

    private static dev.offramp.crm.Destination proxy(Call call) {
      return (dev.offramp.crm.Destination)
          java.lang.reflect.Proxy.newProxyInstance(
              FewCalls.class.getClassLoader(),
              new Class<?>[] {dev.offramp.crm.Destination.class},
              (self, method, args) -> call.on(method, args));
    }
  }
}
