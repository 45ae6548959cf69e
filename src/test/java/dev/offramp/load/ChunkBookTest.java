package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.offramp.job.StaleLeaseException;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.testkit.ManualClock;
import dev.offramp.testkit.MemoryLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariant 4: whoever writes, and whatever else is on its page, a row has one intent a stage. */
class ChunkBookTest {
  private final ManualClock clock = new ManualClock(LoadRig.START);
  private final MemoryLedger ledger = new MemoryLedger();

  private ChunkBook open(Ledger pages, long fence) {
    return ChunkBook.open(pages, clock, "job", 0, fence);
  }

  private static List<LedgerLine> lines(String prior, String... traces) {
    List<LedgerLine> lines = new ArrayList<>();
    for (String trace : traces) {
      lines.add(
          new LedgerLine(
              trace, 0, "update", "id:1", "1", "r1", Map.of(), Map.of("city", prior), "", ""));
    }
    return lines;
  }

  private List<LedgerLine> intents(Stage stage) {
    return ledger.pages("job", 0).stream()
        .filter(page -> page.part() == Part.INTENT && page.stage() == stage)
        .flatMap(page -> page.lines().stream())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void invariant4_aPageThatBeginsWithAnotherRowCollidesToo(Stage stage) {
    ChunkBook frozen = open(ledger, 1);
    ChunkBook successor = open(ledger, 2);
    successor.intend(stage, lines("first", "1", "2"));
    assertThatThrownBy(() -> frozen.intend(stage, lines("second", "0", "1")))
        .isInstanceOf(StaleLeaseException.class);
    assertThat(intents(stage)).isEqualTo(lines("first", "1", "2"));
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void whoeverComesAfterAPageOfALoaderThatIsGoneGoesOn(Stage stage) {
    ChunkBook frozen = open(ledger, 1);
    frozen.intend(stage, lines("first", "0"));
    ChunkBook successor = open(ledger, 2);
    frozen.intend(stage, lines("first", "1"));
    assertThatThrownBy(() -> successor.intend(stage, lines("second", "1", "2")))
        .isInstanceOf(StaleLeaseException.class);
    ChunkBook next = open(ledger, 3);
    assertThat(next.intents(stage)).containsOnlyKeys("0", "1");
    next.intend(stage, lines("first", "2"));
    assertThatThrownBy(() -> frozen.intend(stage, lines("second", "2")))
        .isInstanceOf(StaleLeaseException.class);
    assertThat(intents(stage)).isEqualTo(lines("first", "0", "1", "2"));
  }

  /** Whatever row a page begins with: what was written last about a row is what counts. */
  @Test
  void whatWasWrittenLastAboutARowCounts() {
    open(ledger, 1).undo(Stage.RECORDS, lines("first", "2", "1"));
    ChunkBook later = open(ledger, 2);
    later.undo(Stage.RECORDS, lines("second", "1"));
    open(ledger, 2).undo(Stage.RECORDS, lines("third", "1"));
    assertThat(open(ledger, 3).undone(Stage.RECORDS).values())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(lines("first", "2"), lines("third", "1")).flatMap(List::stream).toList());
  }

  /** A page that is written while the ledger is read may be missed, and a later one be seen. */
  @Test
  void invariant4_aPageThatWasMissedIsNotWrittenPast() {
    ChunkBook first = open(ledger, 1);
    first.intend(Stage.CONSENT, lines("first", "0"));
    first.intend(Stage.CONSENT, lines("first", "1"));
    Ledger torn =
        new Ledger() {
          @Override
          public boolean append(LedgerEntry entry) {
            return ledger.append(entry);
          }

          @Override
          public List<LedgerEntry> pages(String jobId, int chunk) {
            return ledger.pages(jobId, chunk).subList(1, 2);
          }
        };
    ChunkBook second = open(torn, 2);
    assertThat(second.intents(Stage.CONSENT)).containsOnlyKeys("1");
    assertThatThrownBy(() -> second.intend(Stage.CONSENT, lines("second", "0")))
        .isInstanceOf(StaleLeaseException.class);
  }

  @Test
  void pagesOfEarlierVersionsAreReadAndStandInNobodysWay() {
    LedgerEntry old =
        new LedgerEntry(
            "job",
            0,
            Part.INTENT,
            Stage.RECORDS,
            "000000000007",
            1,
            LoadRig.START,
            lines("first", "000000000007"));
    assertThat(ledger.append(old)).isTrue();
    ChunkBook book = open(ledger, 2);
    assertThat(book.inherited(Stage.RECORDS, "000000000007")).isTrue();
    book.intend(Stage.RECORDS, lines("first", "000000000008"));
    assertThat(open(ledger, 3).intents(Stage.RECORDS).keySet())
        .containsExactly("000000000007", "000000000008");
  }

  /** Written beside each other, one page could be there and the one before it come later. */
  @Test
  void lanesWriteTheirIntentsOneAfterTheOther() throws Exception {
    AtomicInteger writing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Ledger slow =
        new Ledger() {
          @Override
          public boolean append(LedgerEntry entry) {
            most.accumulateAndGet(writing.incrementAndGet(), Math::max);
            try {
              TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            writing.decrementAndGet();
            return ledger.append(entry);
          }

          @Override
          public List<LedgerEntry> pages(String jobId, int chunk) {
            return ledger.pages(jobId, chunk);
          }
        };
    ChunkBook book = open(slow, 1);
    List<Callable<Boolean>> lanes = new ArrayList<>();
    for (int lane = 0; lane < 8; lane++) {
      String trace = "row" + lane;
      lanes.add(
          () -> {
            book.intend(Stage.CONSENT, lines("first", trace));
            return true;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Boolean> each : threads.invokeAll(lanes)) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).hasValue(1);
    assertThat(intents(Stage.CONSENT)).hasSize(8);
  }
}
