package dev.offramp.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMapTest {
  /** Small ones are looked through, large ones have a table. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 32, 33, 500})
  void itIsWhatTheJdksOrderedMapIs(int names) {
    Random random = new Random(names);
    Map<String, Integer> wanted = new LinkedHashMap<>();
    FieldMap.Builder<Integer> builder = new FieldMap.Builder<>(names / 2);
    for (int i = 0; i < names; i++) {
      builder.append("name " + i, i);
      wanted.put("name " + i, i);
    }
    for (int i = 0; i < names; i++) {
      String name = "name " + random.nextInt(2 * names);
      if (random.nextBoolean()) {
        assertThat(builder.put(name, -i)).isEqualTo(wanted.put(name, -i));
      } else {
        assertThat(builder.remove(name)).isEqualTo(wanted.remove(name));
      }
      assertThat(builder.get(name)).isEqualTo(wanted.get(name));
    }
    assertThat(builder).isEqualTo(wanted);
    same(builder.build(), wanted);
    same(FieldMap.copyOf(wanted), wanted);
  }

  private static void same(Map<String, Integer> map, Map<String, Integer> wanted) {
    assertThat(map).isEqualTo(wanted).hasSameSizeAs(wanted).hasSameHashCodeAs(wanted);
    assertThat(new ArrayList<>(map.entrySet())).isEqualTo(new ArrayList<>(wanted.entrySet()));
    List<String> names = new ArrayList<>();
    map.forEach((name, value) -> names.add(name + value));
    List<String> inOrder = new ArrayList<>();
    wanted.forEach((name, value) -> inOrder.add(name + value));
    assertThat(names).isEqualTo(inOrder);
    for (String name : wanted.keySet()) {
      assertThat(map.get(name)).isEqualTo(wanted.get(name));
      assertThat(map.containsKey(name)).isTrue();
      assertThat(map.getOrDefault(name, 0)).isEqualTo(wanted.get(name));
    }
    assertThat(map.get("another")).isNull();
    assertThat(FieldMap.copyOf(map)).isSameAs(map);
    assertThatThrownBy(() -> map.put("another", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    if (!wanted.isEmpty()) {
      assertThatThrownBy(() -> map.entrySet().removeIf(entry -> true))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }
}
