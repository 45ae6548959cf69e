package dev.offramp.aws;

import dev.offramp.throttle.BudgetState;
import dev.offramp.throttle.BudgetState.Closing;
import dev.offramp.throttle.BudgetState.Gate;
import dev.offramp.throttle.BudgetState.Outside;
import dev.offramp.throttle.BudgetState.Places;
import dev.offramp.throttle.BudgetState.Tally;
import dev.offramp.throttle.BudgetState.Turn;
import dev.offramp.throttle.BudgetStore.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The form of a budget as a DynamoDB item. */
final class BudgetItem {
  static final String KEY = "pk";
  static final String VERSION = "ver";

  private BudgetItem() {}

  static Map<String, AttributeValue> of(String key, long version, BudgetState state) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(KEY, text(key));
    item.put(VERSION, number(version));
    item.put("mark", text(state.mark()));
    item.put("turn", turn(state.turn()));
    item.put("gate", gate(state.gate()));
    item.put("closing", closing(state.closing()));
    item.put("tallies", map(state.tallies(), BudgetItem::tally));
    item.put("places", map(state.places(), p -> pair(p.count(), p.until())));
    item.put("outside", map(state.outside(), o -> pair(o.amount(), o.until())));
    return item;
  }

  static Stored stored(Map<String, AttributeValue> item) {
    if (item == null || item.isEmpty()) {
      return new Stored(0, BudgetState.FRESH);
    }
    BudgetState state =
        new BudgetState(
            item.get("mark").s(),
            turn(item.get("turn").m()),
            unmap(item.get("tallies").m(), BudgetItem::tally),
            unmap(item.get("places").m(), v -> new Places(first(v), second(v))),
            gate(item.get("gate").m()),
            closing(item.get("closing").m()),
            unmap(item.get("outside").m(), v -> new Outside(first(v), second(v))));
    return new Stored(whole(item.get(VERSION)), state);
  }

  private static AttributeValue turn(Turn turn) {
    return AttributeValue.fromM(
        Map.of(
            "holder", text(turn.holder()),
            "freeAt", number(turn.freeAt()),
            "stamp", number(turn.stamp()),
            "since", number(turn.since()),
            "over", AttributeValue.fromBool(turn.over()),
            "wanted", AttributeValue.fromBool(turn.wanted())));
  }

  private static Turn turn(Map<String, AttributeValue> m) {
    return new Turn(
        m.get("holder").s(),
        whole(m.get("freeAt")),
        whole(m.get("stamp")),
        whole(m.get("since")),
        m.get("over").bool(),
        m.get("wanted").bool());
  }

  private static AttributeValue gate(Gate gate) {
    return AttributeValue.fromM(
        Map.of(
            "flag", text(gate.flag().name()),
            "note", text(gate.note()),
            "share", number(gate.sharePerMille()),
            "planned", number(gate.plannedPerMille()),
            "byPerson", AttributeValue.fromBool(gate.byPerson()),
            "lowered", AttributeValue.fromBool(gate.lowered())));
  }

  private static Gate gate(Map<String, AttributeValue> m) {
    return new Gate(
        Gate.Flag.valueOf(m.get("flag").s()),
        m.get("note").s(),
        Math.toIntExact(whole(m.get("share"))),
        Math.toIntExact(whole(m.getOrDefault("planned", m.get("share")))),
        flag(m, "byPerson"),
        flag(m, "lowered"));
  }

  /** An item from before there was such a field has none. */
  private static boolean flag(Map<String, AttributeValue> m, String name) {
    return m.containsKey(name) && m.get(name).bool();
  }

  private static AttributeValue closing(Closing closing) {
    return AttributeValue.fromM(
        Map.of(
            "until", number(closing.until()),
            "reason", text(closing.reason()),
            "by", text(closing.by())));
  }

  private static Closing closing(Map<String, AttributeValue> m) {
    return new Closing(whole(m.get("until")), m.get("reason").s(), m.get("by").s());
  }

  private static AttributeValue tally(Tally tally) {
    Map<String, AttributeValue> amounts = new HashMap<>();
    tally.amounts().forEach((at, amount) -> amounts.put(Long.toString(at), number(amount)));
    return AttributeValue.fromM(amounts);
  }

  private static Tally tally(AttributeValue value) {
    Map<Long, Long> amounts = new HashMap<>();
    value.m().forEach((at, amount) -> amounts.put(Long.valueOf(at), whole(amount)));
    return new Tally(amounts);
  }

  private static <T> AttributeValue map(Map<String, T> values, Function<T, AttributeValue> form) {
    Map<String, AttributeValue> m = new HashMap<>();
    values.forEach((key, value) -> m.put(key, form.apply(value)));
    return AttributeValue.fromM(m);
  }

  private static <T> Map<String, T> unmap(
      Map<String, AttributeValue> values, Function<AttributeValue, T> form) {
    Map<String, T> m = new HashMap<>();
    values.forEach((key, value) -> m.put(key, form.apply(value)));
    return m;
  }

  private static AttributeValue pair(long first, long second) {
    return AttributeValue.fromL(List.of(number(first), number(second)));
  }

  private static long first(AttributeValue pair) {
    return whole(pair.l().get(0));
  }

  private static long second(AttributeValue pair) {
    return whole(pair.l().get(1));
  }

  private static AttributeValue text(String s) {
    return AttributeValue.fromS(s);
  }

  private static AttributeValue number(long n) {
    return AttributeValue.fromN(Long.toString(n));
  }

  private static long whole(AttributeValue value) {
    return Long.parseLong(value.n());
  }
}
