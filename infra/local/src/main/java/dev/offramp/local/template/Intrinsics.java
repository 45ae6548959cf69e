package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * CloudFormation's functions
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html).
 */
final class Intrinsics {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]*)}");
  private static final Object NO_VALUE = new Object();

  private final References references;
  private final Map<String, Object> conditions;
  private final Map<String, Object> mappings;

  Intrinsics(References references, Map<String, Object> conditions, Map<String, Object> mappings) {
    this.references = references;
    this.conditions = conditions;
    this.mappings = mappings;
  }

  /** What a {@code !Ref} and a {@code !GetAtt} stand for. */
  interface References {
    /** The value of {@code !Ref name}; fails if nothing is called that. */
    Object ref(String name);

    /** The value of {@code !GetAtt name.attribute}; fails if nothing is called that. */
    Object attribute(String name, String attribute);
  }

  /** The value with every function in it carried out; null where it is {@code AWS::NoValue}. */
  Object resolve(Object value) {
    Object resolved = walk(value);
    return resolved == NO_VALUE ? null : resolved;
  }

  /** Whether the named condition holds. */
  boolean holds(String condition) {
    if (!conditions.containsKey(condition)) {
      throw new LocalCloudException(
          Problem.REFERENCE_UNKNOWN, "The template has no condition " + condition + ".");
    }
    return truth(conditions.get(condition));
  }

  private Object walk(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(this::walk).filter(v -> v != NO_VALUE).toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    if (map.size() == 1) {
      Map.Entry<?, ?> only = map.entrySet().iterator().next();
      String name = String.valueOf(only.getKey());
      if (name.equals("Ref") || name.startsWith("Fn::")) {
        return call(name, only.getValue());
      }
    }
    Map<String, Object> resolved = new LinkedHashMap<>();
    map.forEach(
        (key, entry) -> {
          Object inner = walk(entry);
          if (inner != NO_VALUE) {
            resolved.put(String.valueOf(key), inner);
          }
        });
    return resolved;
  }

  private Object call(String function, Object argument) {
    return switch (function) {
      case "Ref" -> argument.equals("AWS::NoValue") ? NO_VALUE : references.ref(text(argument));
      case "Fn::GetAtt" -> attribute(argument);
      case "Fn::Sub" -> substitute(argument);
      case "Fn::Join" -> join(arguments(function, argument, 2));
      case "Fn::Select" -> select(arguments(function, argument, 2));
      case "Fn::Split" -> split(arguments(function, argument, 2));
      case "Fn::If" -> choose(arguments(function, argument, 3));
      case "Fn::FindInMap" -> find(arguments(function, argument, 3));
      case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" -> truth(Map.of(function, argument));
      default ->
          throw new LocalCloudException(
              Problem.PROPERTY, "The function " + function + " is not supported on one machine.");
    };
  }

  private Object attribute(Object argument) {
    List<?> parts =
        argument instanceof String dotted
            ? Arrays.asList(dotted.split("\\.", 2))
            : arguments("Fn::GetAtt", argument, 2);
    return parts.size() < 2
        ? references.attribute(text(parts.get(0)), "")
        : references.attribute(text(parts.get(0)), text(walk(parts.get(1))));
  }

  private String substitute(Object argument) {
    Map<String, Object> local = Map.of();
    Object template = argument;
    if (argument instanceof List<?>) {
      List<?> both = arguments("Fn::Sub", argument, 2);
      template = both.get(0);
      local = Trees.map(both.get(1), "the second part of Fn::Sub");
    }
    Matcher matcher = VARIABLE.matcher(text(template));
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(result, Matcher.quoteReplacement(variable(matcher, local)));
    }
    return matcher.appendTail(result).toString();
  }

  private String variable(Matcher matcher, Map<String, Object> local) {
    String name = matcher.group(2).strip();
    if (!matcher.group(1).isEmpty()) {
      return "${" + name + "}";
    }
    if (local.containsKey(name)) {
      return text(walk(local.get(name)));
    }
    int dot = name.indexOf('.');
    return text(
        dot < 0
            ? references.ref(name)
            : references.attribute(name.substring(0, dot), name.substring(dot + 1)));
  }

  private String join(List<?> arguments) {
    return Trees.list(walk(arguments.get(1)), "the second part of Fn::Join").stream()
        .map(Intrinsics::text)
        .collect(Collectors.joining(text(arguments.get(0))));
  }

  private Object select(List<?> arguments) {
    List<Object> from = Trees.list(walk(arguments.get(1)), "the second part of Fn::Select");
    int index = Trees.number(walk(arguments.get(0)), 0, "the index of Fn::Select");
    if (index < 0 || index >= from.size()) {
      throw new LocalCloudException(
          Problem.PROPERTY, "Fn::Select asks for entry " + index + " of " + from.size() + ".");
    }
    return from.get(index);
  }

  private List<String> split(List<?> arguments) {
    return List.of(text(walk(arguments.get(1))).split(Pattern.quote(text(arguments.get(0))), -1));
  }

  private Object choose(List<?> arguments) {
    return walk(arguments.get(holds(text(arguments.get(0))) ? 1 : 2));
  }

  private Object find(List<?> arguments) {
    Object at = mappings;
    List<String> path = new ArrayList<>();
    for (Object argument : arguments) {
      String key = text(walk(argument));
      path.add(key);
      at = Trees.map(at, "Mappings").get(key);
      if (at == null) {
        throw new LocalCloudException(
            Problem.REFERENCE_UNKNOWN, "The template has no mapping " + path + ".");
      }
    }
    return at;
  }

  private boolean truth(Object condition) {
    Map<String, Object> map = Trees.map(condition, "a condition");
    if (map.size() != 1) {
      throw new LocalCloudException(Problem.PROPERTY, "A condition has to be one function.");
    }
    Map.Entry<String, Object> only = map.entrySet().iterator().next();
    List<Object> parts =
        only.getValue() instanceof List<?> list ? new ArrayList<>(list) : List.of(only.getValue());
    return switch (only.getKey()) {
      case "Condition" -> holds(text(only.getValue()));
      case "Fn::Equals" -> {
        List<?> both = arguments("Fn::Equals", only.getValue(), 2);
        yield text(walk(both.get(0))).equals(text(walk(both.get(1))));
      }
      case "Fn::Not" -> !truth(parts.get(0));
      case "Fn::And" -> parts.stream().allMatch(this::truth);
      case "Fn::Or" -> parts.stream().anyMatch(this::truth);
      default ->
          throw new LocalCloudException(
              Problem.PROPERTY, only.getKey() + " is not a condition that is supported.");
    };
  }

  private static List<?> arguments(String function, Object argument, int count) {
    if (argument instanceof List<?> list && list.size() == count) {
      return list;
    }
    throw new LocalCloudException(
        Problem.PROPERTY, function + " takes a list of " + count + " values.");
  }

  private static String text(Object value) {
    return Trees.text(value, "the argument of a function");
  }
}
