package dev.offramp.kartra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Headers drawn at random from the vocabulary of a kind, in any order and any spelling, are of that
 * kind and of no other. The seed of a failure is in its description.
 */
class HeaderSpellingsTest {
  private static final int SEEDS = 100;
  private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY", "KWD", "GBP");

  private final ExportDetector detector = new ExportDetector();
  private final JsonNode kinds;

  HeaderSpellingsTest() throws IOException {
    kinds =
        new YAMLMapper()
            .readTree(ExportDetector.class.getResourceAsStream("columns.yaml"))
            .get("kinds");
  }

  @ParameterizedTest
  @EnumSource(ExportKind.class)
  void everyColumnInAnyOrderAndSpelling(ExportKind kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<String> header = spelled(kind, columns(kind), random);

      assertThat(kind(header)).as("seed %d: %s", seed, header).isEqualTo(kind.name());
    }
  }

  @ParameterizedTest
  @EnumSource(ExportKind.class)
  void aPartThatHasWhatIsNeededIsNeverTakenForAnotherKind(ExportKind kind) {
    int recognised = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Set<String> part = needed(kind, random);
      List<String> rest = columns(kind);
      Collections.shuffle(rest, random);
      part.addAll(rest.subList(0, random.nextInt(rest.size())));
      List<String> header = spelled(kind, new ArrayList<>(part), random);
      String found = kind(header);

      // A part may be too small to be certain of; then it is asked about, with the right guess.
      assertThat(found)
          .as("seed %d: %s", seed, header)
          .isIn(kind.name(), "unknown, perhaps " + kind.name());
      recognised += found.equals(kind.name()) ? 1 : 0;
    }
    assertThat(recognised).isGreaterThan(SEEDS * 8 / 10);
  }

  @ParameterizedTest
  @EnumSource(ExportKind.class)
  void columnsThatNobodyKnowsChangeNothing(ExportKind kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<String> header = spelled(kind, columns(kind), random);
      for (int extra = 0; extra < 40; extra++) {
        header.add(random.nextInt(header.size() + 1), "Question " + extra + "?");
      }

      assertThat(kind(header)).as("seed %d: %s", seed, header).isEqualTo(kind.name());
    }
  }

  private String kind(List<String> header) {
    String line = "\"" + String.join("\",\"", header) + "\"\n";
    Detection found =
        detector.detect(line.getBytes(StandardCharsets.UTF_8), KartraSettings.defaults());
    if (found instanceof Detection.Recognised recognised) {
      return recognised.layout().kind().name();
    }
    return found instanceof Detection.Unknown unknown
        ? "unknown, perhaps " + unknown.bestGuess()
        : found.toString();
  }

  private List<String> columns(ExportKind kind) {
    List<String> names = new ArrayList<>();
    kinds.get(kind.name()).get("columns").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Set<String> needed(ExportKind kind, Random random) {
    Set<String> needed = new LinkedHashSet<>();
    kinds
        .get(kind.name())
        .get("needed")
        .forEach(
            need -> {
              String[] either = need.asText().split("\\|", -1);
              needed.add(either[random.nextInt(either.length)]);
            });
    return needed;
  }

  /** Each column under one of its names, written in one of the ways that people write headers. */
  private List<String> spelled(ExportKind kind, List<String> columns, Random random) {
    String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
    Set<String> money = new LinkedHashSet<>();
    kinds.get(kind.name()).get("money").forEach(name -> money.add(name.asText()));
    List<String> header = new ArrayList<>();
    for (String column : columns) {
      List<String> names = new ArrayList<>(List.of(column));
      kinds.get(kind.name()).get("columns").get(column).forEach(name -> names.add(name.asText()));
      String name = written(names.get(random.nextInt(names.size())), random);
      header.add(money.contains(column) ? name + " (" + currency + ")" : name);
    }
    Collections.shuffle(header, random);
    return header;
  }

  private static String written(String name, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> name.toUpperCase(Locale.ROOT);
      case 1 -> name.replace('_', ' ');
      case 2 -> " " + name.replace('_', '-') + " ";
      case 3 -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      case 4 -> name.replace("_", "");
      default -> name;
    };
  }
}
