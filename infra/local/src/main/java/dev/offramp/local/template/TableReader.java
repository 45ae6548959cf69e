package dev.offramp.local.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an {@code AWS::DynamoDB::Table}. */
final class TableReader {
  private TableReader() {}

  static TableDeclaration read(String id, String name, Map<String, Object> properties) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Object entry :
        Trees.list(properties.get("AttributeDefinitions"), id + ".AttributeDefinitions")) {
      Map<String, Object> one = Trees.map(entry, id + ".AttributeDefinitions");
      attributes.put(
          Trees.text(one.get("AttributeName"), id + ".AttributeName"),
          Trees.text(one.get("AttributeType"), id + ".AttributeType"));
    }
    List<TableDeclaration.Index> indexes = new ArrayList<>();
    indexes.addAll(indexes(id, properties.get("GlobalSecondaryIndexes"), false));
    indexes.addAll(indexes(id, properties.get("LocalSecondaryIndexes"), true));
    Map<String, Object> expiry =
        Trees.map(properties.get("TimeToLiveSpecification"), id + ".TimeToLiveSpecification");
    Optional<String> attribute =
        Trees.flag(expiry.get("Enabled"), false, id + ".Enabled")
            ? Optional.of(Trees.text(expiry.get("AttributeName"), id + ".AttributeName"))
            : Optional.empty();
    return new TableDeclaration(
        id, name, attributes, keys(id, properties.get("KeySchema")), indexes, attribute);
  }

  private static List<TableDeclaration.Index> indexes(String id, Object declared, boolean local) {
    List<TableDeclaration.Index> indexes = new ArrayList<>();
    for (Object entry : Trees.list(declared, id + ".SecondaryIndexes")) {
      Map<String, Object> one = Trees.map(entry, id + ".SecondaryIndexes");
      Map<String, Object> projection = Trees.map(one.get("Projection"), id + ".Projection");
      indexes.add(
          new TableDeclaration.Index(
              Trees.text(one.get("IndexName"), id + ".IndexName"),
              keys(id, one.get("KeySchema")),
              Trees.text(projection.get("ProjectionType"), "ALL", id + ".ProjectionType"),
              Trees.list(projection.get("NonKeyAttributes"), id + ".NonKeyAttributes").stream()
                  .map(String::valueOf)
                  .toList(),
              local));
    }
    return indexes;
  }

  private static List<TableDeclaration.Key> keys(String id, Object declared) {
    List<TableDeclaration.Key> keys = new ArrayList<>();
    for (Object entry : Trees.list(declared, id + ".KeySchema")) {
      Map<String, Object> one = Trees.map(entry, id + ".KeySchema");
      keys.add(
          new TableDeclaration.Key(
              Trees.text(one.get("AttributeName"), id + ".AttributeName"),
              Trees.text(one.get("KeyType"), id + ".KeyType")));
    }
    return keys;
  }
}
