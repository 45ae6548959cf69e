package dev.offramp.simulation;

import dev.offramp.job.Bell;
import dev.offramp.job.Bells;
import dev.offramp.job.Queue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SQS and the mapping of its queues to functions: visibility, receive counts, dead letters, delays
 * and retention, with everything that standard queues are allowed to do to a message.
 */
final class Queues implements Bells {
  private final World world;
  private final Map<Queue, Deque<Message>> visible = new EnumMap<>(Queue.class);
  private final Map<Queue, Integer> busy = new EnumMap<>(Queue.class);
  private final Map<String, List<Message>> inHand = new LinkedHashMap<>();
  private final List<Message> dead = new ArrayList<>();
  private int sent;
  private long received;

  Queues(World world) {
    this.world = world;
    for (Queue queue : Queue.values()) {
      visible.put(queue, new ArrayDeque<>());
      busy.put(queue, 0);
    }
  }

  /** How often a message was received. */
  long received() {
    return received;
  }

  /** The dead letters. */
  List<Message> dead() {
    return dead;
  }

  @Override
  public void ring(Collection<Bell> bells) {
    for (Bell bell : bells) {
      world.privacy.check("a bell", bell.subject());
      send(bell.queue(), "{\"bell\":\"" + bell.subject() + "\"}", bell.delay());
    }
  }

  /** The first half of what a call of {@link #ring} would have sent. */
  void ringSome(Object[] args) {
    List<Bell> all = new ArrayList<>();
    ((Collection<?>) args[0]).forEach(bell -> all.add((Bell) bell));
    ring(all.subList(0, all.size() / 2));
  }

  /** A message is sent; what befalls it is up to the seed. */
  void send(Queue queue, String body, Duration delay) {
    int copies = happens(Fault.MESSAGE_TWICE) ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      Message message = new Message(queue, "m" + ++sent, body, world.timeline.instant());
      if (happens(Fault.MESSAGE_LOST)) {
        continue;
      }
      if (happens(Fault.MESSAGE_DEAD_THEN_REDRIVEN)) {
        bury(message);
        continue;
      }
      Duration more = happens(Fault.MESSAGE_LATE) ? Duration.ofHours(1) : Duration.ZERO;
      more = more.plus(world.millis(happens(Fault.MESSAGE_REORDERED) ? 60_000 : 50));
      world.timeline.after(delay.plus(more), () -> appear(message));
    }
  }

  private boolean happens(Fault fault) {
    boolean it = world.faults.happens(fault);
    if (it) {
      world.count(fault);
    }
    return it;
  }

  private void bury(Message message) {
    dead.add(message);
    world.timeline.after(
        Duration.ofMinutes(30),
        () -> {
          if (dead.remove(message)) {
            send(message.queue, message.body, Duration.ZERO); // The operator's redrive.
          }
        });
  }

  private void appear(Message message) {
    boolean old = message.sentAt.plus(FunctionKind.RETENTION).isBefore(world.timeline.instant());
    if (message.gone || old) {
      return;
    }
    visible.get(message.queue).add(message);
    poll(message.queue);
  }

  /** Starts invocations for what is visible, as far as the concurrency goes. */
  private void poll(Queue queue) {
    FunctionKind kind = FunctionKind.of(queue);
    Deque<Message> waiting = visible.get(queue);
    while (!waiting.isEmpty() && busy.get(queue) < kind.concurrency()) {
      Map<Message, Long> batch = new LinkedHashMap<>();
      while (!waiting.isEmpty() && batch.size() < kind.batch()) {
        receive(kind, waiting.remove(), batch);
      }
      if (!batch.isEmpty()) {
        start(kind, batch);
      }
    }
  }

  private void receive(FunctionKind kind, Message message, Map<Message, Long> batch) {
    if (message.gone) {
      return;
    }
    if (message.receives == FunctionKind.MOST_RECEIVES) {
      message.gone = true;
      bury(new Message(message.queue, message.id, message.body, world.timeline.instant()));
      return;
    }
    received++;
    message.receives++;
    long receipt = ++message.receipt;
    batch.put(message, receipt);
    boolean overlap = happens(Fault.VISIBILITY_OVERLAP);
    Duration hidden = overlap ? world.millis(5000) : kind.visibility();
    world.timeline.after(hidden, () -> appearAgain(message, receipt));
  }

  private void appearAgain(Message message, long receipt) {
    if (message.receipt == receipt) {
      appear(message);
    }
  }

  private void start(FunctionKind kind, Map<Message, Long> batch) {
    busy.merge(kind.queue(), 1, Integer::sum);
    Map<String, String> bodies = new LinkedHashMap<>();
    batch.keySet().forEach(message -> bodies.put(message.id, message.body));
    String name = world.functions.invoke(kind, bodies, failed -> done(kind.queue(), batch, failed));
    inHand.put(name, List.copyOf(batch.keySet()));
  }

  /** Whatever an invocation works on is delivered once more, now. */
  void again(Strand strand) {
    List<Message> messages = new ArrayList<>(inHand.getOrDefault(strand.name(), List.of()));
    world.timeline.after(world.millis(5), () -> messages.forEach(this::appear));
  }

  /** Deletes what was answered; what failed is to be seen again after its visibility. */
  private void done(Queue queue, Map<Message, Long> batch, List<String> failed) {
    busy.merge(queue, -1, Integer::sum);
    batch.forEach(
        (message, receipt) -> {
          boolean answered = !failed.contains(message.id);
          if (answered && message.receipt == receipt && !happens(Fault.ACKNOWLEDGEMENT_LOST)) {
            message.gone = true;
          }
        });
    poll(queue);
  }
}
