package dev.offramp.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.job.Chunk;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.job.JobStore;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A parser that is killed anywhere is continued by another one, and what is there in the end is
 * what an undisturbed parser leaves (invariant 1), byte for byte. Kills come before and after the
 * effect of every call of a port, and in the middle of the upload.
 */
class ParseKillTest {
  private static final int ROWS = 120;

  /** What the reader is ahead of the row that it gave. */
  private static final int A_PIECE = 100;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What a job left. */
  private record Left(
      Map<String, Integer> area, Job job, List<Chunk> chunks, List<StoredRow> rows) {
    static Left of(StageRig rig, Job job) {
      return new Left(
          rig.area(), rig.now(job), rig.table.chunks(job.id(), 0, 10_000), rig.rows(job));
    }
  }

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seed < 60; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  private static Left undisturbed(String csv) {
    StageRig rig = new StageRig();
    Job job = rig.parse(rig.job("contacts.csv", csv));
    return Left.of(rig, job);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aKilledParserIsContinuedAndTheOutputIsThatOfAnUndisturbedRun(long seed) throws Exception {
    String csv = seed % 5 == 0 ? Exports.ordered(ROWS) : Exports.shuffled(seed, ROWS);
    Left wanted = undisturbed(csv);
    Random random = new Random(seed);
    StageRig rig = new StageRig();
    int every = 6 + random.nextInt(120);
    Watched.Watcher killer =
        (call, after) -> {
          if (random.nextInt(every) == 0) {
            throw new Killed();
          }
        };
    UploadReads reads = new UploadReads(rig, killer);
    rig.objects = Watched.of(ObjectStore.class, reads, killer);
    rig.jobs = Watched.of(JobStore.class, rig.table, killer);
    Job job = rig.job("contacts.csv", csv);
    int kills = 0;
    for (int tries = 0; rig.now(job).state() != JobState.MAPPING; tries++) {
      if (tries > 40) {
        // Such a sequence of kills lets nobody pass; the rest goes undisturbed.
        rig.objects = rig.memory;
        rig.jobs = rig.table;
      }
      kills += killedOnce(rig, job) ? 1 : 0;
    }
    assertThat(kills).as("the test kills").isPositive();
    rig.objects = rig.memory;
    Left left = Left.of(rig, job);
    assertThat(left.rows()).isEqualTo(wanted.rows());
    assertThat(left.area()).isEqualTo(wanted.area());
    assertThat(left.chunks()).isEqualTo(wanted.chunks());
    assertThat(left.job().counters()).isEqualTo(wanted.job().counters());
    assertThat(left.job().checkpoint()).isEqualTo(wanted.job().checkpoint());
    assertThat(left.job().sha256()).isEqualTo(wanted.job().sha256()).isEqualTo(sha256(csv));
    assertThat(reads.mostReadAgain())
        .as("bytes of the upload that one kill made somebody read again")
        .isLessThanOrEqualTo(longestChunk(csv) + A_PIECE);
  }

  /** The most bytes that as many rows as travel in a chunk have in a file. */
  private static int longestChunk(String csv) {
    // A row begins with its number, and each has a cell of two lines in the middle.
    int[] lengths =
        Stream.of(csv.split("\n(?=[0-9]+,)")).mapToInt(row -> row.length() + 1).toArray();
    int rows = StageRig.SMALL.chunkRows();
    int longest = 0;
    for (int first = 0; first + rows <= lengths.length; first++) {
      longest = Math.max(longest, Arrays.stream(lengths, first, first + rows).sum());
    }
    return longest;
  }

  /** Whether the parser was killed; the clock then passes the dead one's lease. */
  private static boolean killedOnce(StageRig rig, Job job) {
    try {
      rig.parser().handle(job.id(), rig.deadline());
      return false;
    } catch (Killed e) {
      return true;
    } finally {
      rig.clock.advance(StageRig.LEASE.plus(Duration.ofSeconds(1)));
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aParserThatWasThoughtDeadDamagesNothingWhenItWritesLate() throws Exception {
    String csv = Exports.shuffled(99, ROWS);
    Left wanted = undisturbed(csv);
    for (int stopsAt = 5; stopsAt < 200; stopsAt += 7) {
      StageRig rig = new StageRig();
      Job job = rig.job("contacts.csv", csv);
      int[] calls = {0};
      int stop = stopsAt;
      // At its n-th call the parser stands still; another one takes over and ends the job; then
      // the first one goes on writing.
      rig.objects =
          Watched.of(
              ObjectStore.class,
              rig.memory,
              (call, after) -> {
                if (!after && ++calls[0] == stop) {
                  rig.clock.advance(StageRig.LEASE.plus(Duration.ofSeconds(1)));
                  rig.another().parse(job);
                }
              });
      rig.parser().handle(job.id(), rig.deadline());
      rig.objects = rig.memory;
      rig.parse(job);
      Left left = Left.of(rig, job);
      assertThat(left.area()).as("stopped at call %d", stop).isEqualTo(wanted.area());
      assertThat(left.chunks()).isEqualTo(wanted.chunks());
      assertThat(left.job().counters()).isEqualTo(wanted.job().counters());
    }
  }

  /** Opens uploads and remembers how far each reader got, and where the next one started. */
  private static final class UploadReads implements ObjectStore {
    private final StageRig rig;
    private final ObjectStore target;
    private final Watched.Watcher watcher;
    private final List<CountedStream> streams = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();

    UploadReads(StageRig rig, Watched.Watcher watcher) {
      this.rig = rig;
      this.target = rig.memory;
      this.watcher = watcher;
    }

    @Override
    public InputStream read(Upload upload, long offset) throws IOException {
      CountedStream stream = new CountedStream(target.read(upload, offset), watcher);
      boolean recognising = rig.table.list("").get(0).layout().isEmpty();
      if (!recognising) {
        streams.add(stream);
        starts.add(offset);
      }
      return stream;
    }

    /** The most that a reader read before the place at which the next one started. */
    long mostReadAgain() {
      long most = 0;
      for (int later = 1; later < starts.size(); later++) {
        long earlier = starts.get(later - 1) + streams.get(later - 1).bytes();
        most = Math.max(most, earlier - starts.get(later));
      }
      return most;
    }

    @Override
    public Optional<byte[]> get(String key) throws IOException {
      return target.get(key);
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws IOException {
      return target.get(key, offset, length);
    }

    @Override
    public void put(String key, byte[] content, String contentType) throws IOException {
      target.put(key, content, contentType);
    }

    @Override
    public List<String> list(String prefix) throws IOException {
      return target.list(prefix);
    }

    @Override
    public Optional<Upload> head(String key) throws IOException {
      return target.head(key);
    }
  }
}
