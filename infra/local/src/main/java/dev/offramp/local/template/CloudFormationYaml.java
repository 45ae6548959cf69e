package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads YAML with CloudFormation's short forms ({@code !Ref}, {@code !Sub}, …) into maps and lists
 * in which they have their long form ({@code {"Ref": …}}, {@code {"Fn::Sub": …}}).
 */
final class CloudFormationYaml {
  private CloudFormationYaml() {}

  static Map<String, Object> read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.TEMPLATE_UNREADABLE, "The template " + file + " cannot be read.", e);
    }
    return parse(text, file.toString());
  }

  static Map<String, Object> parse(String text, String name) {
    Object document;
    try {
      document = new Yaml(new ShortForms()).load(text);
    } catch (YAMLException e) {
      throw new LocalCloudException(
          Problem.TEMPLATE_UNREADABLE, name + " is not valid YAML: " + e.getMessage(), e);
    }
    if (!(document instanceof Map)) {
      throw new LocalCloudException(
          Problem.TEMPLATE_UNREADABLE, name + " holds no mapping at its top level.");
    }
    return Trees.map(document, name);
  }

  private static final class ShortForms extends SafeConstructor {
    ShortForms() {
      super(new LoaderOptions());
      yamlMultiConstructors.put("!", new ShortForm());
    }

    private final class ShortForm extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String tag = node.getTag().getValue().substring(1);
        Object value = content(node);
        return switch (tag) {
          case "Ref", "Condition" -> Map.of(tag, value);
          case "GetAtt" -> Map.of("Fn::GetAtt", value instanceof String s ? dotted(s) : value);
          default -> Map.of("Fn::" + tag, value);
        };
      }

      private Object content(Node node) {
        if (node instanceof ScalarNode scalar) {
          return scalar.getValue();
        }
        if (node instanceof SequenceNode sequence) {
          return constructSequence(sequence);
        }
        return constructMapping((MappingNode) node);
      }

      private List<String> dotted(String text) {
        return Arrays.asList(text.split("\\.", 2));
      }
    }
  }
}
