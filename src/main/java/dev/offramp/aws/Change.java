package dev.offramp.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Builds a conditional change of one item; names are always escaped, many are reserved words. */
final class Change {
  private final String table;
  private final Map<String, AttributeValue> key;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, AttributeValue> values = new LinkedHashMap<>();
  private final List<String> sets = new ArrayList<>();
  private final List<String> adds = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();

  Change(String table, Map<String, AttributeValue> key) {
    this.table = table;
    this.key = key;
  }

  /** Sets an attribute. */
  Change set(String name, AttributeValue value) {
    sets.add(name(name) + " = " + value(value));
    return this;
  }

  /** Adds to a number; adding nothing is left out. */
  Change add(String name, AttributeValue number) {
    if (!number.n().equals("0")) {
      adds.add(name(name) + " " + value(number));
    }
    return this;
  }

  /** Adds every counter. */
  Change addAll(Map<String, AttributeValue> numbers) {
    numbers.forEach(this::add);
    return this;
  }

  /** The attribute has to have this value. */
  Change when(String name, AttributeValue is) {
    conditions.add(name(name) + " = " + value(is));
    return this;
  }

  /** The attribute may have none of these values. */
  Change unless(String name, List<AttributeValue> are) {
    String all = are.stream().map(this::value).collect(Collectors.joining(", "));
    conditions.add("NOT " + name(name) + " IN (" + all + ")");
    return this;
  }

  /** One of two has to hold: the state is the first, or it is the second and the fence no newer. */
  Change whenOpen(AttributeValue mapped, AttributeValue loading, AttributeValue fence) {
    String state = name("state");
    conditions.add(
        "(%s = %s OR (%s = %s AND %s <= %s))"
            .formatted(state, value(mapped), state, value(loading), name("fence"), value(fence)));
    return this;
  }

  TransactWriteItem update() {
    StringBuilder expression = new StringBuilder();
    if (!sets.isEmpty()) {
      expression.append("SET ").append(String.join(", ", sets));
    }
    if (!adds.isEmpty()) {
      expression.append(" ADD ").append(String.join(", ", adds));
    }
    Update.Builder update =
        Update.builder()
            .tableName(table)
            .key(key)
            .updateExpression(expression.toString().strip())
            .expressionAttributeNames(names)
            .expressionAttributeValues(values);
    if (!conditions.isEmpty()) {
      update.conditionExpression(String.join(" AND ", conditions));
    }
    return TransactWriteItem.builder().update(update.build()).build();
  }

  TransactWriteItem check() {
    return TransactWriteItem.builder()
        .conditionCheck(
            ConditionCheck.builder()
                .tableName(table)
                .key(key)
                .conditionExpression(String.join(" AND ", conditions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build())
        .build();
  }

  private String name(String attribute) {
    String placeholder = "#" + attribute;
    names.put(placeholder, attribute);
    return placeholder;
  }

  private String value(AttributeValue value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }
}
