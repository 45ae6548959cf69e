package dev.offramp.kartra;

import java.util.List;
import java.util.Map;

/**
 * One case of {@code kinds/*.yaml}. What a case does not name is not looked at, but for rejects and
 * warnings: where a case has records, it has to name all of them.
 *
 * @param id says what is tried; its file's name stands before it in reports
 * @param csv header and rows, as they stand in a file
 * @param settings what the plan says
 * @param kind the kind that has to be recognised
 * @param columns the names of the known columns, by header
 * @param customs the names of the columns that become custom fields, in order
 * @param signs the headers that gave the kind away
 * @param unknown what is said where no kind is recognised
 * @param unreadable the code where it cannot be read
 * @param records by record: those of its parts that are looked at
 * @param warnings code and column of each warning, in order
 * @param rejects code and column of each rejected row, in order
 */
record KindCase(
    String id,
    String csv,
    Settings settings,
    String kind,
    Map<String, String> columns,
    List<String> customs,
    List<String> signs,
    Unknown unknown,
    String unreadable,
    List<Map<String, Object>> records,
    List<String> warnings,
    List<String> rejects) {

  /** What the plan says; null is "not said". */
  record Settings(
      String kind,
      String timezone,
      Boolean dayFirst,
      Boolean decodeEntities,
      String phoneRegion,
      Map<String, String> separators) {}

  /** What is said about an unknown header. */
  record Unknown(String guess, Integer score, List<String> missing, List<String> says) {}

  /** A file of cases. */
  record File(List<KindCase> cases) {}
}
