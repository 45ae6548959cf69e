package dev.offramp.plan;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.audit.Sample;
import dev.offramp.load.ExistingPolicy;
import dev.offramp.verify.Extent;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Reads {@code plan.yaml}; a word that it does not know is an error, not a silence. */
public final class PlanReader {
  private static final int WHOLE = 1000;

  /** One or two signs that no name is made of. */
  private static final Pattern SEPARATOR = Pattern.compile("[\\p{P}\\p{S}&&[^\"'&]]{1,2}");

  /** Kartra's documents say EST, and mean what some programs call so: five hours behind, always. */
  private static final Map<String, String> SHORT_ZONES = Map.of("EST", "-05:00");

  private final YAMLMapper yaml =
      YAMLMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** The plan as it stands in the file; null is "not said". */
  private record Written(
      String destination,
      String account,
      ExistingPolicy existing,
      Approval approval,
      Double share,
      Plan.Order order,
      String timezone,
      Boolean dayFirst,
      Boolean decodeEntities,
      String phoneRegion,
      Map<String, String> separators,
      Map<String, FilePlan> files,
      Map<String, String> fields,
      Boolean lists,
      Boolean enrich,
      WrittenTags enrichTags,
      Integer sample,
      Extent verify) {}

  private record WrittenTags(String membership, String sequence) {}

  /** A job's plan is asked for at every chunk, and hardly ever another one in between. */
  private record Read(ByteBuffer content, Plan plan) {}

  private final AtomicReference<Read> last = new AtomicReference<>();

  /**
   * Reads a plan.
   *
   * @throws PlanException with the line where that is known
   */
  public Plan read(byte[] content) {
    Read known = last.get();
    if (known != null && known.content().equals(ByteBuffer.wrap(content))) {
      return known.plan();
    }
    Plan plan = parse(content);
    last.set(new Read(ByteBuffer.wrap(content.clone()), plan));
    return plan;
  }

  private Plan parse(byte[] content) {
    Written written;
    try {
      written = yaml.readValue(content, Written.class);
    } catch (UnrecognizedPropertyException e) {
      throw new PlanException(
          "OFF-1501",
          "plan.yaml%s: \"%s\" is not a word of the plan. Known words: %s."
              .formatted(line(e.getLocation()), e.getPropertyName(), e.getKnownPropertyIds()));
    } catch (JsonProcessingException e) {
      throw new PlanException(
          "OFF-1501",
          "plan.yaml%s cannot be read: %s"
              .formatted(line(e.getLocation()), e.getOriginalMessage()));
    } catch (java.io.IOException e) {
      throw new PlanException("OFF-1501", "plan.yaml cannot be read.");
    }
    if (written == null || written.destination() == null || written.destination().isBlank()) {
      throw new PlanException(
          "OFF-1502",
          "plan.yaml names no destination. Add a line such as \"destination: hubspot\".");
    }
    return withDefaults(written);
  }

  private static Plan withDefaults(Written w) {
    return new Plan(
        w.destination().strip(),
        or(w.account(), ""),
        or(w.existing(), ExistingPolicy.FILL),
        or(w.approval(), Approval.REQUIRED),
        share(w.share()),
        or(w.order(), Plan.Order.PACED),
        zone(or(w.timezone(), "America/New_York")),
        or(w.dayFirst(), false),
        or(w.decodeEntities(), false),
        or(w.phoneRegion(), "US"),
        separators(or(w.separators(), Map.of())),
        or(w.files(), Map.of()),
        or(w.fields(), Map.of()),
        or(w.lists(), true),
        or(w.enrich(), false),
        tags(w.enrichTags()),
        sample(or(w.sample(), Sample.USUAL)),
        or(w.verify(), Extent.USUAL));
  }

  private static EnrichTags tags(WrittenTags written) {
    EnrichTags usual = EnrichTags.USUAL;
    return written == null
        ? usual
        : new EnrichTags(
                or(written.membership(), usual.membership()),
                or(written.sequence(), usual.sequence()))
            .checked();
  }

  /** Checks each separator; spaces around it do not count. */
  private static Map<String, String> separators(Map<String, String> written) {
    Map<String, String> checked = new TreeMap<>();
    written.forEach(
        (column, text) -> {
          String separator = text == null ? "" : text.strip();
          boolean none = separator.equalsIgnoreCase(Plan.NOT_SPLIT);
          if (!none && !SEPARATOR.matcher(separator).matches()) {
            throw new PlanException(
                "OFF-1260",
                "plan.yaml: below separators, column \"%s\" has no separator.".formatted(column)
                    + " Write a sign in quotation marks, such as \";\", or none.");
          }
          checked.put(column, none ? Plan.NOT_SPLIT : separator);
        });
    return checked;
  }

  private static int sample(int rows) {
    if (rows < Sample.FEWEST || rows > Sample.MOST) {
      throw new PlanException(
          "OFF-1605",
          "plan.yaml: sample has to be from %d to %d.".formatted(Sample.FEWEST, Sample.MOST));
    }
    return rows;
  }

  private static int share(Double share) {
    if (share == null) {
      return WHOLE;
    }
    if (share <= 0 || share > 1) {
      throw new PlanException(
          "OFF-1503", "plan.yaml: share has to be above 0 and at most 1, such as 0.5.");
    }
    return (int) Math.round(share * WHOLE);
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name, SHORT_ZONES);
    } catch (DateTimeException e) {
      throw new PlanException(
          "OFF-1504",
          "plan.yaml: timezone is not a zone. Write one such as America/New_York or -05:00.");
    }
  }

  private static <T> T or(T value, T standard) {
    return value == null ? standard : value;
  }

  private static String line(JsonLocation location) {
    return location == null ? "" : ", line " + location.getLineNr();
  }
}
