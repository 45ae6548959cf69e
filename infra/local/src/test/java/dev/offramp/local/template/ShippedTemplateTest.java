package dev.offramp.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The project's own template: what it permits, and that the one-machine cloud understands it. */
class ShippedTemplateTest {
  private static final Path ROOT = Path.of(System.getProperty("offramp.root"));
  private static final Path FILE = ROOT.resolve("template.yaml");

  @Test
  void no_permission_has_a_star_for_an_action_or_a_bare_star_for_a_resource() {
    List<Map<?, ?>> permissions = new ArrayList<>();
    collect(CloudFormationYaml.read(FILE), permissions);
    assertThat(permissions).as("statements that allow something").hasSizeGreaterThan(5);
    for (Map<?, ?> permission : permissions) {
      assertThat(texts(permission.get("Action"))).isNotEmpty().noneMatch(a -> a.contains("*"));
      assertThat(texts(permission.get("Resource"))).doesNotContain("*");
      // A statement without a resource can only be a role's trust, which names who.
      assertThat(permission.containsKey("Resource") || permission.containsKey("Principal"))
          .isTrue();
      assertThat(permission.containsKey("NotAction")).isFalse();
      assertThat(permission.containsKey("NotResource")).isFalse();
    }
  }

  @Test
  void the_rule_sees_a_star_wherever_it_stands() {
    List<Map<?, ?>> permissions = new ArrayList<>();
    collect(
        CloudFormationYaml.parse(
            "A: { B: [ { Effect: Allow, Action: ['s3:*'], Resource: '*' } ] }", "sample"),
        permissions);
    assertThat(permissions).hasSize(1);
    assertThat(texts(permissions.get(0).get("Action"))).anyMatch(a -> a.contains("*"));
    assertThat(texts(permissions.get(0).get("Resource"))).contains("*");
  }

  @Test
  void the_one_machine_cloud_reads_it() {
    Template template = Template.read(FILE, ROOT, "st", "eu-north-1", Map.of());
    Map<String, String> batches = new TreeMap<>();
    for (FunctionDeclaration function : template.functions(name -> "http://sqs/" + name)) {
      assertThat(function.environment()).containsKeys("OFFRAMP_STACK", "OFFRAMP_BUCKET");
      function
          .queueEvents()
          .forEach(
              event -> {
                assertThat(event.partialResponses()).as(event.queueArn()).isTrue();
                batches.put(
                    event.queueArn().replaceFirst(".*:", ""), String.valueOf(event.batchSize()));
              });
    }
    assertThat(batches)
        .containsOnlyKeys("st-uploads", "st-rows", "st-loads", "st-control", "st-rollbacks");
    assertThat(template.queues()).hasSize(10);
    assertThat(template.tables())
        .extracting(TableDeclaration::name)
        .containsExactlyInAnyOrder(
            "st-jobs", "st-ledger", "st-crosswalk", "st-links", "st-budgets");
    List<BucketNotification> told =
        template.buckets().stream().flatMap(bucket -> bucket.notifications().stream()).toList();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).wants("ObjectCreated:Put", "inbox/m/a.csv")).isTrue();
    assertThat(told.get(0).wants("ObjectCreated:Put", "work/j/a.csv")).isFalse();
  }

  /** Every mapping, however deep, that is a statement with the effect "Allow". */
  private static void collect(Object value, List<Map<?, ?>> into) {
    if (value instanceof Map<?, ?> map) {
      if ("Allow".equals(map.get("Effect"))) {
        into.add(map);
      }
      map.values().forEach(inner -> collect(inner, into));
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> collect(inner, into));
    }
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : value == null ? List.of() : List.of(String.valueOf(value));
  }
}
