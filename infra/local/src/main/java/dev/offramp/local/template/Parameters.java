package dev.offramp.local.template;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a template's parameters. */
final class Parameters {
  private Parameters() {}

  /**
   * The value of each declared parameter: the given one, else its default.
   *
   * @param declared the template's {@code Parameters}
   * @param given values by name; each has to be declared
   */
  static Map<String, String> values(Map<String, Object> declared, Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!declared.containsKey(name)) {
        throw new LocalCloudException(
            Problem.PARAMETER,
            "A value is given for the parameter " + name + ", which the template does not have.");
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    declared.forEach(
        (name, declaration) ->
            values.put(name, value(name, Trees.map(declaration, name), given.get(name))));
    return values;
  }

  private static String value(String name, Map<String, Object> declaration, String given) {
    Object value = given == null ? declaration.get("Default") : given;
    if (value == null) {
      throw new LocalCloudException(
          Problem.PARAMETER, "The parameter " + name + " has no default and no value was given.");
    }
    List<Object> allowed = Trees.list(declaration.get("AllowedValues"), name + ".AllowedValues");
    if (!allowed.isEmpty()
        && allowed.stream().map(String::valueOf).noneMatch(value.toString()::equals)) {
      throw new LocalCloudException(
          Problem.PARAMETER,
          "The parameter " + name + " may be one of " + allowed + ", not " + value + ".");
    }
    return value.toString();
  }
}
