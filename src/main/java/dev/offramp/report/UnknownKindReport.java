package dev.offramp.report;

import dev.offramp.job.Job;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what a person needs to name the kind of an upload that nobody recognises. */
public final class UnknownKindReport {
  private static final String JSON = "unknown-kind.json";
  private static final String PAGE = "unknown-kind.html";

  private final ObjectStore objects;
  private final WorkFiles files;

  /** Takes the bucket. */
  public UnknownKindReport(ObjectStore objects, WorkFiles files) {
    this.objects = objects;
    this.files = files;
  }

  /**
   * The report, as {@code unknown-kind.json} holds it.
   *
   * @param jobId the job
   * @param key where the upload lies
   * @param header its header as it stands
   * @param bestGuess the kind that comes nearest, in the plan's word for it
   * @param kinds every kind with how much of the header it accounts for in percent, the likeliest
   *     first
   * @param message what is missing
   * @param plan where the plan lies
   * @param lines what to add to the plan if the guess is right
   * @param then how to go on
   */
  record Content(
      String jobId,
      String key,
      List<String> header,
      String bestGuess,
      Map<String, Integer> kinds,
      String message,
      String plan,
      List<String> lines,
      List<String> then) {}

  /** Writes both files, again if they are there, and gives the page's key. */
  public String write(Job job, Detection.Unknown unknown) {
    Content content =
        new Content(
            job.id(),
            job.upload().key(),
            unknown.header(),
            word(unknown.bestGuess()),
            kinds(unknown),
            unknown.message(),
            "inbox/" + job.migration() + "/plan.yaml",
            unknown.planLines(job.upload().fileName()).lines().toList(),
            List.of(
                "Change plan.yaml, then run: offramp retry " + job.id(),
                "Or upload a right export: it becomes a job of its own."));
    files.writeDocument(JobReporter.key(job, JSON), content);
    String page = JobReporter.key(job, PAGE);
    try {
      objects.put(
          page, render(content).getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + page, e);
    }
    return page;
  }

  private static Map<String, Integer> kinds(Detection.Unknown unknown) {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    unknown.ranking().forEach(match -> kinds.put(word(match.kind()), match.percent()));
    return kinds;
  }

  private static String word(ExportKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Every text of the customer is escaped. */
  private static String render(Content content) {
    StringBuilder header = new StringBuilder();
    for (int column = 0; column < content.header().size(); column++) {
      header
          .append("<tr><td class=\"n\">")
          .append(column + 1)
          .append("</td><td>")
          .append(HtmlPage.escape(content.header().get(column)))
          .append("</td></tr>");
    }
    return HtmlPage.of(
        content.jobId(),
        """
        <h1>What is this file?</h1><p class="soft">%s</p><p>%s</p>
        <p>If the guess is right, add these lines to <code>%s</code>; if not, put another kind in its
        place:</p><pre>%s</pre>
        <ul>%s</ul>
        <table><thead><tr><th>Kind</th><th class="n">of the header</th></tr></thead><tbody>%s</tbody></table>
        <table><thead><tr><th></th><th>Column of the header</th></tr></thead><tbody>%s</tbody></table>
        """
            .formatted(
                HtmlPage.escape(content.key()),
                HtmlPage.escape(content.message()),
                HtmlPage.escape(content.plan()),
                HtmlPage.escape(String.join("\n", content.lines())),
                items(content.then()),
                ranking(content.kinds()),
                header));
  }

  private static String ranking(Map<String, Integer> kinds) {
    StringBuilder rows = new StringBuilder();
    kinds.forEach(
        (kind, percent) ->
            rows.append(
                "<tr><td>%s</td><td class=\"n\">%d %%</td></tr>"
                    .formatted(HtmlPage.escape(kind), percent)));
    return rows.toString();
  }

  private static String items(List<String> texts) {
    StringBuilder html = new StringBuilder();
    texts.forEach(text -> html.append("<li>").append(HtmlPage.escape(text)).append("</li>"));
    return html.toString();
  }
}
