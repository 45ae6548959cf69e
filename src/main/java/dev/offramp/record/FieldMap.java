package dev.offramp.record;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Values by name, in the order in which they came; it cannot be changed. Two arrays instead of a
 * table with a node for each entry: a record has a score of fields, one is made of every row, and
 * most fields are never asked for by name.
 *
 * @param <V> what the names stand for
 */
public final class FieldMap<V> extends AbstractMap<String, V> {
  /** With more entries a look-up through all names would cost more than a table. */
  private static final int MOST = 32;

  private final String[] names;
  private final V[] values;
  private final int size;

  private FieldMap(String[] names, V[] values, int size) {
    this.names = names;
    this.values = values;
    this.size = size;
  }

  /** A copy that cannot be changed, in the same order; the map itself if it is such a one. */
  public static <V> Map<String, V> copyOf(Map<String, V> map) {
    if (map instanceof FieldMap || map instanceof Large) {
      return map;
    }
    Builder<V> copy = new Builder<>(map.size());
    map.forEach(copy::append);
    return copy.build();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public V get(Object name) {
    int at = indexOf(names, size, name);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(Object name) {
    return indexOf(names, size, name) >= 0;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super V> action) {
    for (int i = 0; i < size; i++) {
      action.accept(names[i], values[i]);
    }
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new Entries<>(names, values, size);
  }

  private static int indexOf(String[] names, int size, Object name) {
    int hash = name.hashCode(); // Of a text known after the first time, as those of the names are.
    for (int i = 0; i < size; i++) {
      if (names[i].hashCode() == hash && names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The entries of the arrays as they are when it is made. */
  private static final class Entries<V> extends AbstractSet<Map.Entry<String, V>> {
    private final String[] names;
    private final V[] values;
    private final int size;

    Entries(String[] names, V[] values, int size) {
      this.names = names;
      this.values = values;
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Iterator<Map.Entry<String, V>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < size;
        }

        @Override
        public Map.Entry<String, V> next() {
          if (next == size) {
            throw new NoSuchElementException();
          }
          int at = next++;
          return new SimpleImmutableEntry<>(names[at], values[at]);
        }
      };
    }
  }

  /** More entries than are looked through. */
  private static final class Large<V> extends AbstractMap<String, V> {
    private final Map<String, V> table;

    Large(Map<String, V> table) {
      this.table = Collections.unmodifiableMap(table);
    }

    @Override
    public V get(Object name) {
      return table.get(name);
    }

    @Override
    public boolean containsKey(Object name) {
      return table.containsKey(name);
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
      return table.entrySet();
    }
  }

  /**
   * What becomes such a map; not to be used once it is built.
   *
   * @param <V> what the names stand for
   */
  public static final class Builder<V> extends AbstractMap<String, V> {
    private String[] names;
    private V[] values;
    private int size;

    /** Takes how many entries are expected. */
    @SuppressWarnings("unchecked") // Nothing but values of V is put in, and the array stays inside.
    public Builder(int expected) {
      names = new String[Math.max(1, expected)];
      values = (V[]) new Object[names.length];
    }

    /** Adds an entry whose name is known not to be there yet. */
    public void append(String name, V value) {
      if (size == names.length) {
        names = Arrays.copyOf(names, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      names[size] = name;
      values[size++] = value;
    }

    @Override
    public V put(String name, V value) {
      int at = indexOf(names, size, name);
      if (at < 0) {
        append(name, value);
        return null;
      }
      V old = values[at];
      values[at] = value;
      return old;
    }

    @Override
    public V get(Object name) {
      int at = indexOf(names, size, name);
      return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(Object name) {
      return indexOf(names, size, name) >= 0;
    }

    @Override
    public V remove(Object name) {
      int at = indexOf(names, size, name);
      if (at < 0) {
        return null;
      }
      V old = values[at];
      size--;
      System.arraycopy(names, at + 1, names, at, size - at);
      System.arraycopy(values, at + 1, values, at, size - at);
      return old;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Set<Entry<String, V>> entrySet() {
      return new Entries<>(names, values, size);
    }

    /** The entries, in the order in which their names came; this is at its end with that. */
    public Map<String, V> build() {
      FieldMap<V> built = new FieldMap<>(names, values, size);
      names = null; // Handed over: to change them would change the record.
      values = null;
      return size <= MOST ? built : new Large<>(new LinkedHashMap<>(built));
    }
  }
}
