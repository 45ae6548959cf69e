package dev.offramp.simulation;

import dev.offramp.crm.ConsentOrder;
import dev.offramp.crm.Destination;
import dev.offramp.crm.UnknownOutcomeException;
import dev.offramp.job.Bell;
import dev.offramp.job.Bells;
import dev.offramp.job.Counters;
import dev.offramp.job.Job;
import dev.offramp.job.JobStore;
import dev.offramp.job.Lease;
import dev.offramp.job.ObjectStore;
import dev.offramp.load.Forced;
import dev.offramp.load.Ledger;
import dev.offramp.load.LedgerEntry;
import dev.offramp.load.LedgerEntry.Part;
import dev.offramp.load.LedgerEntry.Stage;
import dev.offramp.load.LedgerLine;
import dev.offramp.testkit.MemoryObjectStore;
import dev.offramp.throttle.BudgetState;
import dev.offramp.throttle.BudgetState.Gate;
import dev.offramp.throttle.BudgetStore;
import dev.offramp.throttle.Limits;
import dev.offramp.throttle.Window;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Variants of the protocol that are broken on purpose, by what they do wrong. */
final class Bugs {
  private Bugs() {}

  /** What a wrapped port does with a call. */
  @FunctionalInterface
  private interface Around {
    Object call(Method method, Object[] args, PortDesk.Effect right) throws Throwable;
  }

  private static <T> T around(Class<T> type, T right, Around around) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, args) ->
                around.call(method, args, () -> PortDesk.invoke(right, method, args))));
  }

  /** All of them: a sentence each. */
  static Map<String, Bug> all() {
    Map<String, Bug> all = new LinkedHashMap<>();
    all.put("an intent that is there is replaced by a later one", replacingLedger());
    all.put("a create without an answer is sent again blindly", blindRetry());
    all.put("counters are added to without looking at the chunk's state", addingCounters());
    all.put("a lease that somebody holds is given to others too", sharedLease());
    all.put("writes under an old lease are accepted", uncheckedFence());
    all.put("a create is noted as done before it is sent", outcomeFirst());
    all.put("whoever is merely mailable or refused is subscribed", risenConsent());
    all.put("a rollback takes back what people have changed", forced());
    all.put("a before-image is read again when it is needed", lateImage());
    all.put("outcomes of rows are written twice", doubledOutcomes());
    all.put("nobody rings again for bells that got lost", noConductor());
    all.put("the throttle allows twice what the vendor does", doubleSpeed());
    all.put("nobody waits until calls of the loader before have landed", impatient());
    all.put("the marker is not written", unmarked());
    all.put("intents are written after the call", intentLater());
    all.put("an upload is overwritten with what was made of it", writtenInbox());
    all.put("a note says whom the trouble is about", talkative());
    all.put("the fields of people who were there are taken for empty", blindFill());
    all.put("a loader does not look whether a person has stopped its job", deaf());
    all.put("what was sent under a larger share does not count", forgetfulShare());
    return all;
  }

  private static Bug replacingLedger() {
    return new Bug() {
      @Override
      Ledger ledger(Ledger right, World world) {
        Map<String, LedgerEntry> pages = new java.util.TreeMap<>();
        return new Ledger() {
          @Override
          public boolean append(LedgerEntry entry) {
            pages.put(
                "%s/%06d/%s/%s/%s"
                    .formatted(
                        entry.jobId(),
                        entry.chunk() + 1,
                        entry.stage(),
                        entry.part(),
                        entry.page()),
                entry);
            return true;
          }

          @Override
          public List<LedgerEntry> pages(String jobId, int chunk) {
            return pages.values().stream()
                .filter(e -> e.jobId().equals(jobId) && e.chunk() == chunk)
                .toList();
          }
        };
      }
    };
  }

  private static Bug destination(Around around) {
    return new Bug() {
      @Override
      Destination destination(Destination right, World world) {
        return around(Destination.class, right, around);
      }
    };
  }

  private static Bug blindRetry() {
    return destination(
        (method, args, right) -> {
          try {
            return right.run();
          } catch (UnknownOutcomeException e) {
            return method.getName().equals("create") ? right.run() : rethrown(e);
          }
        });
  }

  private static Object rethrown(RuntimeException e) {
    throw e;
  }

  private static Bug jobs(Around around) {
    return new Bug() {
      @Override
      JobStore jobs(JobStore right) {
        return around(JobStore.class, right, around);
      }
    };
  }

  private static Bug addingCounters() {
    return new Bug() {
      @Override
      JobStore jobs(JobStore right) {
        Map<String, Counters> more = new HashMap<>();
        return around(
            JobStore.class,
            right,
            (method, args, call) -> {
              boolean mapped = method.getName().equals("chunkMapped");
              if (mapped && (int) args[1] % 2 == 1) {
                // The answer is lost, and the SDK sends the write again; worlds do so elsewhere.
                call.run();
              }
              if (mapped
                  && right.chunk((String) args[0], (int) args[1]).orElseThrow().state()
                      != dev.offramp.job.ChunkState.PARSED) {
                more.merge((String) args[0], (Counters) args[2], Counters::plus);
              }
              Object result = call.run();
              return result instanceof List<?> all ? counted(all, more) : result;
            });
      }
    };
  }

  private static List<Object> counted(List<?> all, Map<String, Counters> more) {
    List<Object> counted = new ArrayList<>();
    for (Object each : all) {
      counted.add(each instanceof Job job && more.containsKey(job.id()) ? plus(job, more) : each);
    }
    return counted;
  }

  private static Job plus(Job j, Map<String, Counters> more) {
    return new Job(
        j.id(),
        j.upload(),
        j.state(),
        j.destination(),
        j.account(),
        j.chunks(),
        j.chunksMapped(),
        j.chunksLoaded(),
        j.counters().plus(more.get(j.id())),
        j.checkpoint(),
        j.layout(),
        j.prepared(),
        j.sha256(),
        j.reason(),
        j.notBefore(),
        j.createdAt(),
        j.updatedAt(),
        j.keptUntil());
  }

  private static Bug sharedLease() {
    return jobs(
        (method, args, right) -> {
          if (method.getName().equals("acquire")) {
            args[3] = ((Instant) args[3]).plus(Duration.ofHours(1));
          }
          return right.run();
        });
  }

  private static Bug uncheckedFence() {
    return new Bug() {
      @Override
      JobStore jobs(JobStore right) {
        Map<String, Lease> latest = new HashMap<>();
        return around(
            JobStore.class,
            right,
            (method, args, call) -> {
              boolean late = method.getName().equals("acquire");
              if (!late && args != null && args.length > 0 && args[0] instanceof Lease lease) {
                args[0] = latest.getOrDefault(lease.resource(), lease);
              }
              if (late) {
                args[3] = ((Instant) args[3]).plusSeconds(50);
              }
              Object result = call.run();
              if (result instanceof java.util.Optional<?> got
                  && got.isPresent()
                  && got.get() instanceof Lease lease) {
                latest.put(lease.resource(), lease);
              }
              return result;
            });
      }
    };
  }

  private static Bug ledger(LedgerAround around) {
    return new Bug() {
      @Override
      Ledger ledger(Ledger right, World world) {
        return new Ledger() {
          @Override
          public boolean append(LedgerEntry entry) {
            return around.append(right, entry);
          }

          @Override
          public List<LedgerEntry> pages(String jobId, int chunk) {
            return around.pages(right.pages(jobId, chunk), world);
          }
        };
      }
    };
  }

  private abstract static class LedgerAround {
    boolean append(Ledger right, LedgerEntry entry) {
      return right.append(entry);
    }

    abstract List<LedgerEntry> pages(List<LedgerEntry> right, World world);
  }

  private static LedgerEntry with(LedgerEntry e, Part part, String page, List<LedgerLine> lines) {
    return new LedgerEntry(
        e.jobId(), e.chunk(), part, e.stage(), page, e.fence(), e.writtenAt(), lines);
  }

  private static Bug outcomeFirst() {
    return ledger(
        new LedgerAround() {
          @Override
          boolean append(Ledger right, LedgerEntry entry) {
            boolean written = right.append(entry);
            if (written && entry.part() == Part.INTENT && entry.stage() == Stage.RECORDS) {
              List<LedgerLine> done =
                  entry.lines().stream()
                      .filter(line -> line.kind().equals("create"))
                      .map(line -> done(line, "r1"))
                      .toList();
              right.append(with(entry, Part.OUTCOME, entry.page() + "@0", done));
            }
            return written;
          }

          @Override
          List<LedgerEntry> pages(List<LedgerEntry> right, World world) {
            return right;
          }
        });
  }

  private static LedgerLine done(LedgerLine l, String target) {
    return new LedgerLine(
        l.trace(),
        l.row(),
        l.kind(),
        l.key(),
        l.marker(),
        target,
        Map.of(),
        Map.of(),
        "APPLIED",
        "");
  }

  private static Bug risenConsent() {
    return destination(
        (method, args, right) -> {
          if (method.getName().equals("writeConsent")) {
            Map<Object, Object> risen = new HashMap<>();
            ((Map<?, ?>) args[0]).keySet().forEach(k -> risen.put(k, ConsentOrder.SUBSCRIBE));
            args[0] = risen;
          }
          return right.run();
        });
  }

  private static Bug forced() {
    return new Bug() {
      @Override
      Set<Forced> force(Set<Forced> right) {
        return Set.of(Forced.values());
      }
    };
  }

  private static Bug lateImage() {
    return ledger(
        new LedgerAround() {
          @Override
          List<LedgerEntry> pages(List<LedgerEntry> right, World world) {
            return right.stream()
                .map(e -> with(e, e.part(), e.page(), e.lines().stream().map(l -> l).toList()))
                .map(
                    e ->
                        with(
                            e,
                            e.part(),
                            e.page(),
                            e.lines().stream().map(l -> reread(l, world)).toList()))
                .toList();
          }
        });
  }

  private static LedgerLine reread(LedgerLine l, World world) {
    Map<String, String> now = world.crm.records().records().get(l.target());
    if (!l.kind().equals("update") || now == null || l.wanted().isEmpty()) {
      return l;
    }
    Map<String, String> prior = new HashMap<>();
    l.wanted().keySet().forEach(field -> prior.put(field, now.getOrDefault(field, "")));
    return new LedgerLine(
        l.trace(),
        l.row(),
        l.kind(),
        l.key(),
        l.marker(),
        l.target(),
        l.wanted(),
        prior,
        l.status(),
        l.message());
  }

  private static Bug objects(Around around) {
    return new Bug() {
      @Override
      ObjectStore objects(MemoryObjectStore right, World world) {
        return around(ObjectStore.class, right, around);
      }
    };
  }

  private static Bug doubledOutcomes() {
    return objects(
        (method, args, right) -> {
          if (method.getName().equals("put") && ((String) args[0]).contains("/outcomes/")) {
            byte[] once = (byte[]) args[1];
            byte[] twice = java.util.Arrays.copyOf(once, once.length * 2);
            System.arraycopy(once, 0, twice, once.length, once.length);
            args[1] = twice;
          }
          return right.run();
        });
  }

  private static Bug noConductor() {
    return new Bug() {
      @Override
      boolean ticks() {
        return false;
      }
    };
  }

  private static Bug doubleSpeed() {
    return new Bug() {
      @Override
      Limits limits(Limits right) {
        Window w = right.windows().get(0);
        Window twice =
            new Window(
                w.unit(), w.limit() * 2, w.length(), w.rule(), w.zone(), w.source(), w.note());
        return new Limits(right.platform(), right.tier(), List.of(twice));
      }
    };
  }

  private static Bug impatient() {
    return new Bug() {
      @Override
      Duration sleeps(Duration right) {
        return Duration.ofMillis(1);
      }
    };
  }

  private static Bug unmarked() {
    return destination(
        (method, args, right) -> {
          if (method.getName().equals("create")) {
            args[0] =
                ((Collection<?>) args[0])
                    .stream().map(d -> unmarked((dev.offramp.crm.Draft) d)).toList();
          }
          return right.run();
        });
  }

  private static dev.offramp.crm.Draft unmarked(dev.offramp.crm.Draft draft) {
    Map<String, String> fields = new HashMap<>(draft.fields());
    fields.remove("marker");
    return new dev.offramp.crm.Draft(draft.traceId(), draft.remoteId(), fields);
  }

  private static Bug intentLater() {
    return new Bug() {
      @Override
      Ledger ledger(Ledger right, World world) {
        List<LedgerEntry> held = new ArrayList<>();
        return new Ledger() {
          @Override
          public boolean append(LedgerEntry entry) {
            if (entry.part() == Part.INTENT && entry.stage() == Stage.RECORDS) {
              held.add(entry);
              return true;
            }
            held.forEach(right::append);
            held.clear();
            return right.append(entry);
          }

          @Override
          public List<LedgerEntry> pages(String jobId, int chunk) {
            return right.pages(jobId, chunk);
          }
        };
      }
    };
  }

  private static Bug writtenInbox() {
    return new Bug() {
      @Override
      ObjectStore objects(MemoryObjectStore right, World world) {
        return around(
            ObjectStore.class,
            right,
            (method, args, call) -> {
              if (method.getName().equals("put") && ((String) args[0]).contains("/outcomes/")) {
                right.upload("inbox/spring/contacts0.csv", (byte[]) args[1]);
              }
              return call.run();
            });
      }
    };
  }

  private static Bug talkative() {
    return new Bug() {
      @Override
      Bells bells(Bells right) {
        return bells -> right.ring(bells.stream().map(Bugs::talkative).toList());
      }
    };
  }

  private static Bell talkative(Bell bell) {
    return new Bell(bell.queue(), bell.subject() + "?p1@example.com", bell.delay());
  }

  private static Bug blindFill() {
    return destination(
        (method, args, right) -> {
          if (method.getName().equals("read") && args[1] instanceof Set<?> fields) {
            if (fields.contains("email")) {
              args[1] = Set.of("email");
            }
          }
          return right.run();
        });
  }

  private static Bug deaf() {
    return new Bug() {
      @Override
      JobStore control(JobStore right, Job begun) {
        return around(JobStore.class, right, (method, args, call) -> Optional.of(begun));
      }
    };
  }

  private static Bug forgetfulShare() {
    return new Bug() {
      @Override
      BudgetStore budgets(BudgetStore right) {
        return new BudgetStore() {
          @Override
          public Stored read(String key) {
            return forgetful(right.read(key));
          }

          @Override
          public Attempt replace(String key, long version, BudgetState next) {
            Attempt attempt = right.replace(key, version, next);
            return new Attempt(attempt.done(), forgetful(attempt.current()));
          }
        };
      }
    };
  }

  private static BudgetStore.Stored forgetful(BudgetStore.Stored stored) {
    BudgetState s = stored.state();
    Gate gate = s.gate();
    Gate forgetful =
        new Gate(
            gate.flag(),
            gate.note(),
            gate.sharePerMille(),
            gate.plannedPerMille(),
            gate.byPerson(),
            false);
    return new BudgetStore.Stored(
        stored.version(),
        new BudgetState(
            s.mark(), s.turn(), s.tallies(), s.places(), forgetful, s.closing(), s.outside()));
  }
}
