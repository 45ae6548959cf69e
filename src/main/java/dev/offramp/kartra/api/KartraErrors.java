package dev.offramp.kartra.api;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.kartra.api.KartraApiException.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Kartra's numbers of errors and what each means here, from {@code errors.yaml}. */
public final class KartraErrors {

  /**
   * Numbers that mean the same to us.
   *
   * @param code ours
   * @param remedy what can be done
   * @param message what is wrong and what to do
   * @param types Kartra's numbers, as it writes them
   */
  public record Group(String code, Remedy remedy, String message, List<String> types) {
    /** Copies the numbers. */
    public Group {
      types = List.copyOf(types);
    }
  }

  private record Table(Group otherwise, List<Group> groups) {}

  private final Group otherwise;
  private final Map<String, Group> byType = new HashMap<>();

  /** Reads the table. */
  public KartraErrors() {
    try (InputStream in = KartraErrors.class.getResourceAsStream("errors.yaml")) {
      Table table = new YAMLMapper().readValue(in, Table.class);
      otherwise = table.otherwise();
      for (Group group : table.groups()) {
        for (String type : group.types()) {
          if (byType.put(type, group) != null) {
            throw new IllegalStateException("errors.yaml states " + type + " twice");
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("errors.yaml cannot be read", e);
    }
  }

  /** The numbers that the table knows. */
  public Set<String> types() {
    return new TreeSet<>(byType.keySet());
  }

  /** What a number means; the fallback for one that nobody documents. */
  public Group of(String type) {
    return byType.getOrDefault(type, otherwise);
  }

  /**
   * The error of a refused call.
   *
   * @param call what was asked, such as {@code get_lead}
   * @param type Kartra's number; anything but digits is not repeated
   */
  KartraApiException refused(String call, String type) {
    Group group = of(type);
    String number = type.matches("\\d{1,4}") ? type : "none";
    return new KartraApiException(
        group.code(),
        "%s (Kartra refused %s; its error number: %s)".formatted(group.message(), call, number),
        group.remedy(),
        null);
  }
}
