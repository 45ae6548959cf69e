package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.EnrichPorts;
import dev.offramp.enrich.KartraAccounts;
import dev.offramp.enrich.KartraSession;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.api.CannedKartra;
import dev.offramp.load.Lanes;
import dev.offramp.testkit.ManualClock;
import dev.offramp.testkit.MemoryBells;
import dev.offramp.testkit.MemoryJobStore;
import dev.offramp.testkit.MemoryObjectStore;
import dev.offramp.throttle.BudgetClosedException;
import dev.offramp.throttle.LimitsCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of a Kartra account before a file of it is read. */
class AccountFirstTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-06-09T12:00:00Z"));
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private final WorkFiles files = new WorkFiles(objects, new ObjectMapper());
  private final AccountFiles account = new AccountFiles(files);
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final MemoryBells bells = new MemoryBells();
  private final List<String> forms = new ArrayList<>();
  private final List<String> parsed = new ArrayList<>();
  private CannedKartra.Answers answers = AccountFirstTest::known;

  private static dev.offramp.http.HttpReply known(String form) {
    return CannedKartra.ok(
        form.contains("custom_fields")
            ? "{\"status\":\"Success\",\"custom_fields\":[{\"field_identifier\":\"a\",\"field_type\":\"checkbox\"}]}"
            : "{\"status\":\"Success\",\"account_tags\":[\"A, B\",\"VIP\"],\"account_lists\":[\"News\"]}");
  }

  private Job handle(String plan, boolean keys) {
    objects.upload(
        "inbox/spring/plan.yaml",
        ("destination: hubspot\n" + plan).getBytes(StandardCharsets.UTF_8));
    Job job =
        jobs.create(
            Job.received(objects.upload("inbox/spring/c.csv", new byte[] {1}), clock.instant()));
    KartraAccounts accounts =
        (forJob, share, patience, latestEnd) -> {
          CannedKartra kartra =
              new CannedKartra(
                  clock,
                  form -> {
                    forms.add(form);
                    return answers.of(form);
                  });
          return keys
              ? Optional.of(
                  new KartraSession(
                      kartra.api(),
                      kartra.throttle(),
                      LimitsCatalogue.bundled().limits("kartra", "default", 1),
                      share))
              : Optional.empty();
        };
    EnrichPorts ports =
        new EnrichPorts(
            accounts,
            files,
            jobs,
            bells,
            Lanes.single(),
            clock,
            () -> "parser",
            Duration.ofSeconds(60),
            Duration.ofSeconds(20));
    new AccountFirst(objects, ports, (subject, deadline) -> parsed.add(subject))
        .handle(job.id(), new Deadline(clock.instant().plus(Duration.ofMinutes(10))));
    return jobs.find(job.id()).orElseThrow();
  }

  @Test
  void whereThereAreKeysTheNamesAreAskedOnce() {
    Job job = handle("", true);
    assertThat(account.names(job.id()).orElseThrow().of("tags")).containsExactly("A, B", "VIP");
    assertThat(account.names(job.id()).orElseThrow().of("lists")).containsExactly("News");
    assertThat(account.names(job.id()).orElseThrow().of("city")).isEmpty();
    assertThat(account.hasSchema(job.id())).isFalse();
    assertThat(forms).hasSize(3);
    handle("", true);
    assertThat(forms).as("the second bell asks nothing").hasSize(3);
    assertThat(parsed).containsExactly(job.id(), job.id());
  }

  @Test
  void enrichmentWantsTheCustomFieldsToo() {
    Job job = handle("enrich: true\n", true);
    assertThat(account.schema(job.id()).fields()).hasSize(1);
    assertThat(parsed).hasSize(1);
  }

  @Test
  void aSchemaThatNeverComesKeepsNothingFromMoving() {
    answers =
        form -> {
          if (form.contains("custom_fields")) {
            throw new IOException("timed out");
          }
          return known(form);
        };
    Job job = handle("enrich: true\n", true);
    assertThat(account.schema(job.id()).problem()).isEqualTo("OFF-2803");
    assertThat(account.schema(job.id()).fields()).isEmpty();
    assertThat(parsed).hasSize(1);
  }

  @Test
  void withoutEnrichmentNothingHereStopsAFile() {
    answers = form -> CannedKartra.ok("{\"status\":\"Error\",\"message\":\"x\",\"type\":\"203\"}");
    assertThat(handle("", true).state()).isEqualTo(JobState.RECEIVED);
    answers =
        form -> {
          throw new BudgetClosedException(Instant.MAX, "paused");
        };
    handle("", true);
    handle("", false);
    assertThat(parsed).hasSize(3);
  }

  @Test
  void withEnrichmentMissingAndWrongKeysAreToldBeforeTheFileIsRead() {
    answers = form -> CannedKartra.ok("{\"status\":\"Error\",\"message\":\"x\",\"type\":\"239\"}");
    assertThat(handle("enrich: true\n", true).reason()).startsWith("OFF-2810");
    assertThat(parsed).isEmpty();
  }

  @Test
  void withEnrichmentAClosedBudgetIsWaitedForWithoutALambda() {
    Instant opens = clock.instant().plus(Duration.ofMinutes(3));
    answers =
        form -> {
          throw new BudgetClosedException(opens, "used elsewhere");
        };
    Job job = handle("enrich: true\n", true);
    assertThat(parsed).isEmpty();
    assertThat(job.notBefore()).isEqualTo(opens);
    assertThat(bells.drain()).hasSize(1);
  }
}
