package dev.offramp.enrich;

import dev.offramp.kartra.api.KartraApi;
import dev.offramp.kartra.api.KartraApiException;
import dev.offramp.kartra.api.KartraApiException.Remedy;
import java.util.List;
import java.util.function.Supplier;

/** Asks once for a job what an account defines; goes on without what Kartra does not give. */
public final class AccountSurvey {
  private final AccountFiles files;

  /** Takes where the answers are kept. */
  public AccountSurvey(AccountFiles files) {
    this.files = files;
  }

  /**
   * Asks and keeps the answers.
   *
   * @param fields whether the schema of custom fields is wanted as well
   * @throws KartraApiException if the keys are refused: nothing else can be asked then
   * @throws dev.offramp.throttle.BudgetClosedException if no permit is to be had
   */
  public void ask(String jobId, KartraApi api, boolean fields) {
    String[] problem = {""};
    List<String> tags = asked(api::tags, problem);
    List<String> lists = asked(api::lists, problem);
    List<String> sequences = asked(api::sequences, problem);
    if (fields) {
      String[] missing = {""};
      files.keep(jobId, new AccountSchema(asked(api::customFields, missing), missing[0]));
    }
    files.keep(jobId, new AccountNames(tags, lists, sequences, problem[0]));
  }

  private static <T> List<T> asked(Supplier<List<T>> question, String[] problem) {
    try {
      return question.get();
    } catch (KartraApiException e) {
      if (e.remedy() == Remedy.CREDENTIALS) {
        throw e;
      }
      problem[0] = e.code();
      return List.of();
    }
  }
}
