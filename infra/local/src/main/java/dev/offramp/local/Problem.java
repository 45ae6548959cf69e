package dev.offramp.local;

/** What can go wrong with the one-machine cloud; each has an entry in {@code docs/errors.md}. */
public enum Problem {
  /** The template is missing, unreadable, or no YAML. */
  TEMPLATE_UNREADABLE("OFF-3100"),
  /** The template refers to something that it does not declare. */
  REFERENCE_UNKNOWN("OFF-3101"),
  /** A parameter has no value, or a value was given for none. */
  PARAMETER("OFF-3102"),
  /** A property is missing, has a value out of range, or is of a kind that is not supported. */
  PROPERTY("OFF-3103"),
  /** The artifact of a function does not exist or is no zip. */
  ARTIFACT_MISSING("OFF-3104"),
  /** A port that was asked for is taken. */
  PORT_TAKEN("OFF-3105"),
  /** Another run uses the same state folder. */
  STATE_IN_USE("OFF-3106"),
  /** A folder cannot be written to (rights, or a full disk). */
  FOLDER("OFF-3107"),
  /** An emulator did not come up. */
  EMULATOR("OFF-3108"),
  /** A declared resource could not be created at the service. */
  RESOURCE("OFF-3109"),
  /** A name that is not in the template was asked for. */
  NAME_UNKNOWN("OFF-3110"),
  /** A function's process could not be started. */
  PROCESS("OFF-3111");

  private final String code;

  Problem(String code) {
    this.code = code;
  }

  /** The code, such as {@code OFF-3104}. */
  public String code() {
    return code;
  }
}
