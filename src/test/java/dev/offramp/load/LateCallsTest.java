package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.crm.RowAnswer.Verdict;
import dev.offramp.job.Lease;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.testkit.FakeCrm.Fault;
import dev.offramp.testkit.ManualClock;
import dev.offramp.testkit.MemoryLedger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LateCallsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock(LoadRig.START);

  private static LedgerLine line(String trace, String target, String message) {
    Map<String, String> city = Map.of("city", "Turin");
    return new LedgerLine(trace, 0, "update", "id:1", "1", target, city, Map.of(), "", message);
  }

  @Test
  void onlyAnotherChangeOfTheSameRecordWaits() {
    LateCalls late = new LateCalls(clock);
    List<LedgerLine> sent = List.of(line("0", "r1", ""));
    late.unanswered("job/1", Stage.RECORDS, sent, TIMEOUT);
    assertThat(late.wait("job/1", Stage.RECORDS, sent)).as("the same again").isZero();
    assertThat(late.wait("job/0", Stage.RECORDS, sent)).as("another chunk").isEqualTo(TIMEOUT);
    assertThat(late.wait("job/0", Stage.RECORDS, List.of(line("0", "r2", "")))).isZero();
    assertThat(late.wait("job/0", Stage.CONSENT, sent)).isZero();
    clock.advance(TIMEOUT);
    assertThat(late.wait("job/0", Stage.RECORDS, sent)).as("it has landed").isZero();
  }

  @Test
  void theLeaseIsNotGivenBackBeforeEverythingHasLanded() {
    LoadRig rig = new LoadRig(new FakeCrm(4));
    rig.job("a.csv", LoadRig.people(0, 3, 3));
    rig.crm.failWith(call -> call.equals("create") ? Fault.TIMEOUT_AFTER_EFFECT : Fault.NONE);
    rig.loader().handle(LoadRig.ACCOUNT, rig.deadline());
    String account = Lease.ofAccount(LoadRig.ACCOUNT);
    Duration landing = rig.crm.traits().callTimeout();
    assertThat(rig.jobs.acquire(account, "next", TIMEOUT, rig.clock.instant())).isEmpty();
    assertThat(rig.jobs.acquire(account, "next", TIMEOUT, rig.clock.instant().plus(landing)))
        .isPresent();
  }

  @Test
  void theLastOutcomeOfALineCountsAfterTenPagesAndTenLeasesToo() {
    MemoryLedger ledger = new MemoryLedger();
    for (long fence = 8; fence < 12; fence++) {
      ChunkBook book = ChunkBook.open(ledger, clock, "job", 0, fence);
      for (int page = 0; page < 12; page++) {
        LedgerLine intent = line("0", "r1", "");
        String words = fence + "." + page;
        book.settle(
            Stage.RECORDS, List.of(RecordStage.outcome(intent, Verdict.UNKNOWN, "r1", words)));
      }
    }
    ChunkBook book = ChunkBook.open(ledger, clock, "job", 0, 12);
    assertThat(book.outcomes(Stage.RECORDS).get("0").message()).isEqualTo("11.11");
  }
}
