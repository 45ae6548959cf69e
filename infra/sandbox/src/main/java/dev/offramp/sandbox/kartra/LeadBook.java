package dev.offramp.sandbox.kartra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The people of a simulated Kartra, with what no export holds: memberships by level, sequences with
 * their steps, which lists were left. The same export and seed give the same people.
 */
public final class LeadBook {
  private static final String[][] MEMBERSHIPS = {
    {"Academy", "Silver"}, {"Academy", "Gold"}, {"Inner Circle", "Founders"}
  };
  private static final String[] SEQUENCES = {"Welcome", "Launch 2026"};
  private static final String LEFT_LIST = "Old newsletter";
  private static final Set<String> SEVERAL = Set.of("tags", "lists");

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
  private final Map<String, String> idByEmail = new LinkedHashMap<>();
  private final FieldSchema schema = new FieldSchema();

  /** The account's custom fields. */
  FieldSchema schema() {
    return schema;
  }

  /** Puts a person there, as {@code get_lead} tells one; the id and the address are needed. */
  public synchronized void add(ObjectNode lead) {
    String id = lead.path("id").asText();
    byId.put(id, lead);
    idByEmail.put(lead.path("email").asText().toLowerCase(Locale.ROOT), id);
  }

  /** Deletes a person; Kartra keeps the id and says so. */
  public synchronized void delete(String id) {
    byId.get(id).put("lead_deleted", "1");
  }

  /** How many there are. */
  public synchronized int size() {
    return byId.size();
  }

  /** A person by id or address; the id wins. */
  synchronized Optional<ObjectNode> find(JsonNode key) {
    String id = key.path("id").asText("");
    if (id.isEmpty()) {
      String email = key.path("email").asText("").strip().toLowerCase(Locale.ROOT);
      id = idByEmail.getOrDefault(email, "");
    }
    return Optional.ofNullable(byId.get(id));
  }

  /** The names that occur in a member of all people, such as the tags. */
  synchronized Set<String> names(String member, String name) {
    Set<String> names = new LinkedHashSet<>();
    byId.values().forEach(l -> l.path(member).forEach(e -> names.add(e.path(name).asText())));
    return names;
  }

  /**
   * Reads an export of contacts; the first row about an id wins.
   *
   * @param seed of what the export does not hold
   */
  public void read(Reader export, long seed) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser rows = CSVParser.parse(export, format)) {
      List<String> header = rows.getHeaderNames();
      for (CSVRecord row : rows) {
        boolean whole = row.isConsistent() && row.isMapped("id") && row.isMapped("email");
        if (whole && !row.get("id").isBlank() && !row.get("email").isBlank()) {
          lead(row, header, seed);
        }
      }
    }
  }

  private synchronized void lead(CSVRecord row, List<String> header, long seed) {
    String id = row.get("id").strip();
    if (byId.containsKey(id)) {
      return;
    }
    ObjectNode lead = json.objectNode();
    ArrayNode custom = json.arrayNode();
    for (String column : header) {
      String value = row.get(column).strip();
      if (SEVERAL.contains(column)) {
        several(lead, column, value);
      } else if (schema.isCustom(column)) {
        custom.add(schema.value(column, value));
      } else {
        lead.put(column, value);
      }
    }
    lead.set("custom_fields", custom);
    more(lead, new Random(seed ^ id.hashCode()));
    add(lead);
  }

  private void several(ObjectNode lead, String column, String cell) {
    ArrayNode all = lead.putArray(column);
    for (String name : cell.split(";", -1)) {
      if (!name.isBlank()) {
        ObjectNode one =
            all.addObject().put(column.equals("tags") ? "tag_name" : "list_name", name);
        if (column.equals("lists")) {
          one.put("active", 1);
        }
      }
    }
  }

  private static void more(ObjectNode lead, Random random) {
    if (random.nextInt(5) == 0) {
      lead.withArray("lists").addObject().put("list_name", LEFT_LIST).put("active", 0);
    }
    ArrayNode memberships = lead.putArray("memberships");
    for (int n = 0; n < MEMBERSHIPS.length; n++) {
      if (random.nextInt(3) == 0) {
        memberships
            .addObject()
            .put("membership_id", Integer.toString(n / 2 + 1))
            .put("membership_name", MEMBERSHIPS[n][0])
            .put("level_id", Integer.toString(n + 1))
            .put("level_name", MEMBERSHIPS[n][1])
            .put("active", random.nextInt(4) == 0 ? "0" : "1")
            .put("granted_at", "2025-02-03 08:00:00");
      }
    }
    ArrayNode sequences = lead.putArray("sequences");
    for (String name : SEQUENCES) {
      if (random.nextInt(3) == 0) {
        sequences
            .addObject()
            .put("sequence_name", name)
            .put("step", Integer.toString(1 + random.nextInt(9)))
            .put("status", random.nextInt(4) == 0 ? "unsubscribed" : "active");
      }
    }
  }
}
