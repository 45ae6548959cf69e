package dev.offramp.cli;

import dev.offramp.throttle.BudgetControl.Status;
import dev.offramp.throttle.BudgetState.Gate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Accounts in words and as JSON. */
final class AccountText {
  private AccountText() {}

  /** One line about an account's budget. */
  static String line(String account, Status status, Instant now) {
    StringBuilder text = new StringBuilder();
    text.append("account %s: share %s %%".formatted(account, percent(status.sharePerMille())));
    text.append(status.byPerson() ? ", set with \"offramp throttle\"" : ", the plan's");
    if (status.flag() != Gate.Flag.OPEN) {
      text.append("; stopped by a person");
      text.append(status.note().isEmpty() ? "" : " (" + status.note() + ")");
    }
    status
        .closedUntil()
        .filter(until -> until.isAfter(now))
        .ifPresent(until -> text.append("; closed until " + until + ": " + status.closedReason()));
    return text.toString();
  }

  /** The same as fields. */
  static Map<String, Object> fields(String account, Status status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("account", account);
    fields.put("sharePerMille", status.sharePerMille());
    fields.put("shareByPerson", status.byPerson());
    fields.put("gate", status.flag());
    fields.put("note", status.note());
    status.closedUntil().ifPresent(until -> fields.put("closedUntil", until));
    return fields;
  }

  private static String percent(int perMille) {
    return perMille % 10 == 0
        ? Integer.toString(perMille / 10)
        : "%d.%d".formatted(perMille / 10, perMille % 10);
  }
}
