package dev.offramp.audit;

import java.util.Map;

/** What a column holds, as far as its cells tell. */
public enum ColumnType {
  /** No cell has a value. */
  EMPTY,
  YES_NO,
  INTEGER,
  DECIMAL,
  DATE,
  EMAIL,
  URL,
  /** Few different values, many times each. */
  CHOICE,
  /** Several values in a cell. */
  SEVERAL,
  TEXT;

  private static final int MOST_CHOICES = 25;
  private static final int USES_OF_A_CHOICE = 3;
  private static final double NEARLY_ALL = 0.99;

  /** The type of a column; {@code several} where its cells are split. */
  static ColumnType of(ColumnStats column, boolean several) {
    if (column.filled() == 0) {
      return EMPTY;
    }
    if (several) {
      return SEVERAL;
    }
    ColumnType shape = byShape(column);
    boolean choice =
        shape == TEXT
            && !column.distinct().more()
            && column.distinct().count() <= MOST_CHOICES
            && column.filled() >= (long) USES_OF_A_CHOICE * column.distinct().count();
    return choice ? CHOICE : shape;
  }

  private static ColumnType byShape(ColumnStats column) {
    Map<String, Long> shapes = column.shapes();
    long bits = count(shapes, CellShape.BIT);
    long integers = bits + count(shapes, CellShape.INTEGER);
    if (nearly(column, bits + count(shapes, CellShape.YES_NO))) {
      return YES_NO;
    }
    if (nearly(column, integers)) {
      return INTEGER;
    }
    if (nearly(column, integers + count(shapes, CellShape.DECIMAL))) {
      return DECIMAL;
    }
    if (nearly(column, count(shapes, CellShape.DATE))) {
      return DATE;
    }
    if (nearly(column, count(shapes, CellShape.EMAIL))) {
      return EMAIL;
    }
    return nearly(column, count(shapes, CellShape.URL)) ? URL : TEXT;
  }

  private static long count(Map<String, Long> shapes, CellShape shape) {
    return shapes.getOrDefault(shape.name(), 0L);
  }

  private static boolean nearly(ColumnStats column, long count) {
    return count >= NEARLY_ALL * column.filled();
  }
}
