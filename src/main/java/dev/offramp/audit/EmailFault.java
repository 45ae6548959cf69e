package dev.offramp.audit;

import dev.offramp.kartra.value.Emails;
import java.util.Optional;

/** Why a text cannot be an e-mail address. */
public enum EmailFault {
  MISSING("there is none"),
  NO_AT("there is no @ in it"),
  SEVERAL_AT("there is more than one @ in it"),
  SPACE("there is a space in it"),
  NO_NAME("nothing stands before the @"),
  NO_DOMAIN("what stands after the @ is no domain, such as example.com"),
  DOTS("two dots stand side by side, or one stands at the start or before the @"),
  TOO_LONG("it is longer than 254 characters, or 64 before the @"),
  CHARACTERS("it holds a character that no address may hold");

  private static final int LONGEST = 254;
  private static final int LONGEST_NAME = 64;

  private final String why;

  EmailFault(String why) {
    this.why = why;
  }

  /** What is wrong, in words. */
  public String why() {
    return why;
  }

  /** What is wrong with a text, or nothing where it is an address. */
  static Optional<EmailFault> of(String text) {
    return Emails.isValid(text) ? Optional.empty() : Optional.of(fault(text));
  }

  private static EmailFault fault(String text) {
    int at = text.indexOf('@');
    if (text.isEmpty()) {
      return MISSING;
    }
    if (at < 0) {
      return NO_AT;
    }
    if (text.indexOf('@', at + 1) >= 0) {
      return SEVERAL_AT;
    }
    if (text.chars().anyMatch(Character::isWhitespace)) {
      return SPACE;
    }
    if (at == 0) {
      return NO_NAME;
    }
    if (text.length() > LONGEST || at > LONGEST_NAME) {
      return TOO_LONG;
    }
    if (text.startsWith(".") || text.contains("..") || text.contains(".@")) {
      return DOTS;
    }
    return Emails.isValid("name" + text.substring(at)) ? CHARACTERS : NO_DOMAIN;
  }
}
