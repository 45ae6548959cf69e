package dev.offramp.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.offramp.http.HttpReply;
import dev.offramp.job.Bell;
import dev.offramp.job.Chunk;
import dev.offramp.job.ChunkState;
import dev.offramp.job.Counters;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobEvent;
import dev.offramp.job.JobState;
import dev.offramp.job.Lease;
import dev.offramp.job.Upload;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.api.CannedKartra;
import dev.offramp.kartra.api.LeadKey;
import dev.offramp.load.Lanes;
import dev.offramp.testkit.ManualClock;
import dev.offramp.testkit.MemoryBells;
import dev.offramp.testkit.MemoryJobStore;
import dev.offramp.testkit.MemoryObjectStore;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.throttle.LimitsCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enrichment on stores in memory: killed, out of time, refused, told to stop. */
class EnrichmentTest {
  private static final int PAGE = 50;
  private static final int PEOPLE = 330;
  private static final Pattern ID = Pattern.compile("get_lead%5Bid%5D=(\\d+)");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-06-09T12:00:00Z"));
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final WorkFiles files =
      new WorkFiles(objects, new ObjectMapper().registerModule(new JavaTimeModule()));
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final MemoryBells bells = new MemoryBells();
  private final Map<String, Integer> asked = new HashMap<>();
  private CannedKartra.Answers behaviour = this::known;
  private Job job;
  private int owners;

  /** The process is gone: nothing of it runs any more. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @BeforeEach
  void aJobThatIsMapped() {
    Upload upload = objects.upload("inbox/spring/contacts.csv", new byte[] {1});
    Job received = jobs.create(Job.received(upload, clock.instant()));
    jobs.transition(received.id(), JobState.RECEIVED, JobEvent.PARSE_CLAIMED, "", clock.instant());
    Lease lease =
        jobs.acquire(
                Lease.ofParse(received.id()), "parser", Duration.ofSeconds(60), clock.instant())
            .orElseThrow();
    Counters counters = Counters.ofParsed(PEOPLE);
    jobs.addChunk(
        lease,
        new Chunk(received.id(), 0, ChunkState.PARSED, 0, PEOPLE, 0, counters),
        "{}",
        clock.instant());
    job = jobs.endParsing(lease, received.id(), "00", clock.instant());
  }

  private HttpReply known(String form) {
    Matcher id = ID.matcher(form);
    assertThat(id.find()).isTrue();
    asked.merge(id.group(1), 1, Integer::sum);
    clock.advance(Duration.ofMillis(30));
    return CannedKartra.ok(
        "{\"status\":\"Success\",\"lead_details\":{\"id\":\"%s\"}}".formatted(id.group(1)));
  }

  private Optional<Map<Long, EnrichedRow>> turn(Duration left) {
    KartraAccounts accounts =
        (forJob, share, patience, latestEnd) -> {
          CannedKartra kartra = new CannedKartra(clock, form -> behaviour.of(form));
          return Optional.of(
              new KartraSession(
                  kartra.api(),
                  kartra.throttle(),
                  LimitsCatalogue.bundled().limits("kartra", "default", 1),
                  share));
        };
    return new Enrichment(ports(accounts))
        .facts(job, 0, 1000, questions(), new Deadline(clock.instant().plus(left)));
  }

  private EnrichPorts ports(KartraAccounts accounts) {
    return new EnrichPorts(
        accounts,
        files,
        jobs,
        bells,
        Lanes.single(),
        clock,
        () -> "mapper" + owners++,
        Duration.ofSeconds(60),
        Duration.ofSeconds(20));
  }

  private static List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (int n = 0; n < PEOPLE; n++) {
      questions.add(new Question(n, new LeadKey(Integer.toString(1000 + n), "")));
    }
    return questions;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whoIsKilledAnywhereIsContinuedFromTheLastPage(long seed) {
    Random random = new Random(seed);
    int kills = 0;
    Optional<Map<Long, EnrichedRow>> facts = Optional.empty();
    while (facts.isEmpty()) {
      int at = kills < 6 ? 1 + random.nextInt(2 * PAGE) : Integer.MAX_VALUE;
      int[] calls = {0};
      behaviour =
          form -> {
            if (++calls[0] == at) {
              throw new Killed();
            }
            return known(form);
          };
      try {
        facts = turn(Duration.ofMinutes(10));
      } catch (Killed e) {
        kills++;
        clock.advance(Duration.ofSeconds(61)); // The lease of the dead one runs out.
      }
    }
    assertThat(facts.get()).hasSize(PEOPLE);
    assertThat(kills).isEqualTo(6);
    int calls = asked.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(calls)
        .as("at most one page again for each kill")
        .isBetween(PEOPLE, PEOPLE + kills * PAGE);
    assertThat(facts.get().get(329L).facts().field("id")).isEqualTo("1329");
  }

  @Test
  void whoRunsOutOfTimeHandsOnTheBatonAndNobodyIsAskedAboutTwice() {
    int turns = 0;
    Optional<Map<Long, EnrichedRow>> facts = Optional.empty();
    while (facts.isEmpty()) {
      bells.drain();
      facts = turn(Duration.ofSeconds(34));
      turns++;
      if (facts.isEmpty()) {
        assertThat(bells.drain()).containsExactly(Bell.map(job.id(), 0));
      }
    }
    assertThat(turns).isGreaterThan(2);
    assertThat(asked).hasSize(PEOPLE).allSatisfy((id, times) -> assertThat(times).isOne());
    assertThat(new EnrichedPages(files).tally(job.id()).orElseThrow())
        .isEqualTo(new EnrichedPages.Tally(PEOPLE, PEOPLE, Map.of()));
  }

  @Test
  void howLongItTakesIsSaidBeforeAnybodyIsAsked() {
    List<String> notes = new ArrayList<>();
    behaviour =
        form -> {
          notes.add(jobs.find(job.id()).orElseThrow().reason());
          return known(form);
        };
    turn(Duration.ofMinutes(10));
    assertThat(notes.get(0))
        .startsWith(
            "OFF-2890 Kartra is asked about 330 contacts, at most 20 calls a second: about 2");
    assertThat(notes.get(PEOPLE - 1)).contains("about 30 contacts");
  }

  @Test
  void whoIsNotFoundGoesOnWithoutAndIsCounted() {
    behaviour =
        form ->
            form.endsWith("%5D=1003")
                ? CannedKartra.ok("{\"status\":\"Error\",\"message\":\"x\",\"type\":\"234\"}")
                : form.endsWith("%5D=1004")
                    ? CannedKartra.ok("{\"status\":\"Error\",\"message\":\"x\",\"type\":\"245\"}")
                    : form.endsWith("%5D=1005") ? CannedKartra.ok("<html>") : known(form);
    Map<Long, EnrichedRow> facts = turn(Duration.ofMinutes(10)).orElseThrow();
    assertThat(facts.get(3L)).isEqualTo(new EnrichedRow(3, "OFF-2820", null));
    assertThat(facts.get(4L)).isEqualTo(new EnrichedRow(4, "OFF-2821", null));
    assertThat(facts.get(5L)).isEqualTo(new EnrichedRow(5, "OFF-2804", null));
    assertThat(new EnrichedPages(files).tally(job.id()).orElseThrow().notEnriched())
        .isEqualTo(Map.of("OFF-2820", 1L, "OFF-2821", 1L, "OFF-2804", 1L));
  }

  @Test
  void whereKartraIsAwayNobodyIsGivenUpAndTheBellComesLater() {
    behaviour =
        form -> {
          clock.advance(Duration.ofMillis(50));
          throw new IOException("timed out");
        };
    assertThat(turn(Duration.ofMinutes(10))).isEmpty();
    assertThat(new EnrichedPages(files).tally(job.id())).isEmpty();
    Job parked = jobs.find(job.id()).orElseThrow();
    assertThat(parked.reason()).startsWith("OFF-2803");
    assertThat(parked.notBefore()).isAfter(clock.instant());
    assertThat(bells.drain())
        .singleElement()
        .satisfies(bell -> assertThat(bell.delay()).isGreaterThan(Duration.ofSeconds(29)));
    behaviour = this::known;
    assertThat(turn(Duration.ofMinutes(10)).orElseThrow()).hasSize(PEOPLE);
  }

  @Test
  void wrongKeysFailTheJobBeforeAnythingIsWritten() {
    behaviour =
        form -> CannedKartra.ok("{\"status\":\"Error\",\"message\":\"x\",\"type\":\"203\"}");
    assertThat(turn(Duration.ofMinutes(10))).isEmpty();
    Job failed = jobs.find(job.id()).orElseThrow();
    assertThat(failed.state()).isEqualTo(JobState.FAILED);
    assertThat(failed.reason()).startsWith("OFF-2810").contains("203");
  }

  @Test
  void aClosedBudgetParksTheChunkAndKeepsWhatWasFetched() {
    Instant opens = clock.instant().plus(Duration.ofMinutes(10));
    behaviour =
        form -> {
          if (asked.size() == 70) {
            throw new BudgetClosedException(opens, "a person has paused it");
          }
          return known(form);
        };
    assertThat(turn(Duration.ofMinutes(20))).isEmpty();
    assertThat(new EnrichedPages(files).tally(job.id()).orElseThrow().asked()).isEqualTo(70);
    Job parked = jobs.find(job.id()).orElseThrow();
    assertThat(parked.reason()).isEqualTo("a person has paused it");
    assertThat(parked.notBefore()).isEqualTo(opens);
    assertThat(bells.drain())
        .singleElement()
        .satisfies(bell -> assertThat(bell.delay()).isLessThan(Duration.ofMinutes(11)));
    behaviour = this::known;
    assertThat(turn(Duration.ofMinutes(20)).orElseThrow()).hasSize(PEOPLE);
    assertThat(asked).allSatisfy((id, times) -> assertThat(times).isOne());
  }

  @Test
  void missingKeysFailTheJob() {
    new Enrichment(ports((forJob, share, patience, latestEnd) -> Optional.empty()))
        .facts(
            job, 0, 1000, questions(), new Deadline(clock.instant().plus(Duration.ofMinutes(5))));
    assertThat(jobs.find(job.id()).orElseThrow().reason()).startsWith("OFF-2801");
  }

  @Test
  void aJobThatIsTakenBackIsNotAskedAboutAnyMore() {
    behaviour =
        form -> {
          jobs.transition(job.id(), JobState.MAPPING, JobEvent.ROLLBACK, "", clock.instant());
          return known(form);
        };
    assertThat(turn(Duration.ofMinutes(10))).isEmpty();
    assertThat(asked).hasSizeLessThanOrEqualTo(PAGE);
    assertThat(bells.drain()).isEmpty();
  }

  @Test
  void theSecondOfTwoLeavesAChunkToTheFirst() {
    jobs.acquire("enrich#" + job.id() + "/0", "other", Duration.ofSeconds(60), clock.instant());
    assertThat(turn(Duration.ofMinutes(10))).isEmpty();
    assertThat(asked).isEmpty();
  }
}
