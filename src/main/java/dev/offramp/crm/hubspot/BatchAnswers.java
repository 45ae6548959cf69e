package dev.offramp.crm.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.crm.RowAnswer;
import dev.offramp.crm.RowAnswer.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Settles one batch by the names that we gave its inputs, never by position. What HubSpot says
 * nothing about stays open: the protocol looks it up.
 */
final class BatchAnswers {
  private final Set<String> asked;
  private final Map<String, RowAnswer> answers = new LinkedHashMap<>();
  private final List<Envelope> nameless = new ArrayList<>();

  BatchAnswers(Collection<String> asked) {
    this.asked = new LinkedHashSet<>(asked);
  }

  /** Notes a result; a name that we did not ask about is ignored. */
  void done(String name, String remoteId) {
    if (asked.contains(name)) {
      answers.put(name, RowAnswer.applied(name, remoteId));
    }
  }

  /** Notes an answer that is neither a result nor an error. */
  void note(RowAnswer answer) {
    answers.put(answer.traceId(), answer);
  }

  /**
   * Notes the entries of {@code errors}.
   *
   * @param names which of our inputs an entry is about
   */
  void errors(JsonNode body, Function<Envelope, List<String>> names) {
    for (JsonNode entry : body.path("errors")) {
      Envelope error = new Envelope(entry);
      HubSpotApi.demandProperties(error);
      List<String> ours = names.apply(error).stream().filter(asked::contains).toList();
      ours.forEach(name -> answers.put(name, answer(name, error, error.words())));
      if (ours.isEmpty()) {
        nameless.add(error);
      }
    }
  }

  /** What an error means for an input. */
  static RowAnswer answer(String name, Envelope error, String words) {
    if (error.clash()) {
      return new RowAnswer(name, Verdict.CONFLICT, error.existing().orElse(""), words);
    }
    return error.gone()
        ? new RowAnswer(name, Verdict.MISSING, null, words)
        : RowAnswer.refused(name, words);
  }

  /** Whether every error names the input that it is about. */
  boolean allNamed() {
    return nameless.isEmpty();
  }

  /** The inputs that nothing was said about so far. */
  List<String> silent() {
    return asked.stream().filter(name -> !answers.containsKey(name)).toList();
  }

  /**
   * The answers. Errors that name no input belong to the inputs without a result, if there are as
   * many of these and all say the same kind of thing; else nobody knows whose they are.
   */
  List<RowAnswer> rows() {
    List<String> silent = silent();
    long kinds = nameless.stream().map(Envelope::category).distinct().count();
    if (kinds == 1 && nameless.size() == silent.size()) {
      String words = String.join(" / ", nameless.stream().map(Envelope::words).distinct().toList());
      // Of several clashes nobody knows which record is whose: no id.
      boolean one = nameless.size() == 1;
      for (String name : silent) {
        RowAnswer answer = answer(name, nameless.get(0), words);
        answers.put(
            name, one ? answer : new RowAnswer(name, answer.verdict(), unnamed(answer), words));
      }
    }
    return List.copyOf(answers.values());
  }

  private static String unnamed(RowAnswer answer) {
    return answer.verdict() == Verdict.CONFLICT ? "" : null;
  }
}
