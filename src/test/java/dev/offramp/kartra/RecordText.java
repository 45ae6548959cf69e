package dev.offramp.kartra;

import dev.offramp.record.Money;
import dev.offramp.record.SourceRecord;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of a record as text, lists and maps of text, to be held against a case. */
final class RecordText {
  private RecordText() {}

  /** By the names of its parts; money as {@code USD 1999}, in minor units. */
  static Map<String, Object> of(SourceRecord record) {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (RecordComponent part : record.getClass().getRecordComponents()) {
      try {
        parts.put(part.getName(), plain(part.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("a record can be read", e);
      }
    }
    return parts;
  }

  /** A value as text, or as a list or map of text. */
  static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, one) -> plain.put(String.valueOf(key), plain(one)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RecordText::plain).toList();
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(RecordText::plain).orElse("");
    }
    if (value instanceof Money money) {
      return money.currency() + " " + money.minorUnits();
    }
    return String.valueOf(value);
  }
}
