package dev.offramp.throttle;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Loaders in processes of their own, their clocks apart, their answers delayed, some of them dying:
 * all in one thread, in virtual time, from one seed.
 */
final class Simulation {
  private static final long MILLI = 1_000;
  private static final long START = 1_800_000_000L * 1_000_000;

  /**
   * What a run is made of.
   *
   * @param limits the vendor's limits
   * @param loaders how many at once
   * @param skew how far a clock is from the true time at most
   * @param jitter how late a call arrives at most
   * @param storeDelay the longest way to the store or back
   * @param crashEvery a loader dies about this often; zero for never
   * @param length how long the run is
   * @param demandGap the longest pause of a loader between two calls; zero for a loader that always
   *     wants more
   */
  record Setting(
      Limits limits,
      int loaders,
      Duration skew,
      Duration jitter,
      Duration storeDelay,
      Duration crashEvery,
      Duration length,
      Duration demandGap,
      int callsEach,
      int sharePerMille) {}

  /** What came of a run. */
  record Result(
      long served, long overshoots, String firstOvershoot, long writes, long reads, long deaths) {}

  private record Event(long at, long order, Runnable run) {}

  private final Setting setting;
  private final Random random;
  private final VendorServer server;
  private final long mostAtOnce;
  private final BudgetStore store = new InMemoryBudgetStore();
  private final ThrottleSettings settings;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) ->
              a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.order(), b.order()));
  private long now = START;
  private long order;
  private long born;
  private long writes;
  private long reads;
  private long deaths;
  private long stallEvery;
  private long longestStall;
  private long nearest = MILLI / 2;
  private long storeWork;
  private long storeIdleAt = START;

  Simulation(Setting setting, long seed) {
    this(setting, seed, Margins.USUAL);
  }

  Simulation(Setting setting, long seed, Margins margins) {
    this.setting = setting;
    this.random = new Random(seed);
    this.mostAtOnce =
        setting.limits().windows().stream()
            .mapToLong(w -> Math.max(1, w.limit() * setting.sharePerMille() / 1_000))
            .min()
            .orElseThrow();
    this.server = new VendorServer(setting.limits(), setting.sharePerMille());
    this.settings = new ThrottleSettings(Duration.ofSeconds(5), 8, Duration.ofSeconds(60), margins);
    new BudgetControl(store).share("b", setting.sharePerMille());
  }

  /**
   * Somebody changes the share every some seconds, down to a part of it and up again.
   *
   * @param longest the longest time between two changes
   */
  Simulation withSomebodyWhoThrottles(Duration longest) {
    at(now + below(Micros.of(longest)), () -> throttle(longest));
    return this;
  }

  /**
   * Processes that are not let run now and then, whatever they were about to do.
   *
   * @param every about how often each of them
   * @param longest for how long at most
   */
  Simulation withProcessesThatStandStill(Duration every, Duration longest) {
    stallEvery = Micros.of(every);
    longestStall = Micros.of(longest);
    return this;
  }

  /** A store that never answers sooner than twice this. */
  Simulation withStoreNoNearerThan(Duration way) {
    nearest = Micros.of(way);
    return this;
  }

  /**
   * A store, or a machine that it shares with the loaders, that does one thing after another.
   *
   * @param each what a read or a write takes of it
   */
  Simulation withStoreThatIsBusy(Duration each) {
    storeWork = Micros.of(each);
    return this;
  }

  private void throttle(Duration longest) {
    int share = setting.sharePerMille() * (1 + (int) below(10)) / 10;
    new BudgetControl(store).share("b", share);
    server.share(now, share);
    at(now + below(Micros.of(longest)), () -> throttle(longest));
  }

  Result run() {
    for (int i = 0; i < setting.loaders(); i++) {
      at(now + below(Micros.of(Duration.ofMillis(300))), () -> new Loader().step());
    }
    long end = START + Micros.of(setting.length());
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      now = event.at();
      event.run().run();
    }
    return new Result(
        server.served(), server.overshoots(), server.firstOvershoot(), writes, reads, deaths);
  }

  private void at(long time, Runnable run) {
    events.add(new Event(time, order++, run));
  }

  private long below(long bound) {
    return bound <= 0 ? 0 : random.nextLong(bound);
  }

  private final class Loader {
    private final long offset =
        below(2 * Micros.of(setting.skew()) + 1) - Micros.of(setting.skew());
    private final long drift = below(1_001) - 500;
    private final PermitDesk desk = new PermitDesk(setting.limits(), settings, "loader-" + born++);
    private final long diesAt =
        setting.crashEvery().isZero()
            ? Long.MAX_VALUE
            : now + below(2 * Micros.of(setting.crashEvery()));

    private Cost cost = cost();
    private long stallsAt = now + below(2 * stallEvery);
    private long runsAgainAt = Long.MIN_VALUE;

    private Cost cost() {
      long calls = 1 + below(setting.callsEach());
      return Cost.call().with(CostUnit.CALLS, Math.min(calls, mostAtOnce));
    }

    private long clock() {
      return now + offset + (now - START) * drift / 1_000_000;
    }

    private long wayToStore() {
      return nearest + below(Micros.of(setting.storeDelay()));
    }

    /** Does something when its time has come and the process is let run. */
    private void when(long time, Runnable run) {
      at(
          time,
          () -> {
            if (stallEvery > 0 && now >= stallsAt) {
              runsAgainAt = stallsAt + below(longestStall);
              while (stallsAt <= now) {
                stallsAt += 1 + below(2 * stallEvery);
              }
            }
            if (now < runsAgainAt) {
              at(runsAgainAt, run);
            } else {
              run.run();
            }
          });
    }

    private long servedAt(long arrival) {
      storeIdleAt = Math.max(storeIdleAt, arrival) + storeWork;
      return storeWork == 0 ? arrival : storeIdleAt;
    }

    void step() {
      if (now >= diesAt) {
        deaths++;
        at(now + below(Micros.of(Duration.ofSeconds(2))), () -> new Loader().step());
        return;
      }
      Action action = desk.next(clock(), cost);
      if (action instanceof Action.Go go) {
        long calls = go.permit().cost().of(CostUnit.CALLS);
        at(now + below(Micros.of(setting.jitter())), () -> server.arrive(now, calls));
        desk.settled(go.permit());
        cost = cost();
        when(now + below(Micros.of(setting.demandGap())) + 1, this::step);
      } else if (action instanceof Action.Wait wait) {
        when(Math.max(now + 1, now + wait.until() - clock()) + below(3 * MILLI), this::step);
      } else if (action instanceof Action.Closed shut) {
        when(now + Math.min(shut.opensAt() - clock(), 1_000 * MILLI) + 1, this::step);
      } else if (action instanceof Action.Read) {
        read();
      } else if (action instanceof Action.Write write) {
        write(write);
      }
    }

    private void read() {
      reads++;
      at(
          servedAt(now + wayToStore()),
          () -> {
            BudgetStore.Stored stored = store.read("b");
            when(
                now + wayToStore(),
                () -> {
                  desk.seen(stored, clock());
                  step();
                });
          });
    }

    private void write(Action.Write write) {
      writes++;
      at(
          servedAt(now + wayToStore()),
          () -> {
            BudgetStore.Attempt attempt = store.replace("b", write.version(), write.next());
            when(
                now + wayToStore(),
                () -> {
                  desk.attempted(attempt, clock());
                  step();
                });
          });
    }
  }
}
