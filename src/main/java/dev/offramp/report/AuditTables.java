package dev.offramp.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.offramp.audit.Audit;
import dev.offramp.audit.AuditTexts;
import dev.offramp.audit.ReviewLine;
import dev.offramp.audit.Sample;
import dev.offramp.audit.SampleRow;
import dev.offramp.kartra.Column;
import dev.offramp.kartra.ExportLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The tables of an audit that people open in a spreadsheet. What would run as a formula there is
 * quoted; the upload itself is untouched (invariant 9).
 */
public final class AuditTables {
  private final AuditTexts texts = new AuditTexts();

  /** {@code gdpr-review.csv}: everybody about whom a person has to decide, and why. */
  public final class Review implements AutoCloseable {
    private final CSVPrinter printer;

    private Review(Appendable out) throws IOException {
      printer =
          new CSVPrinter(
              out,
              CSVFormat.RFC4180
                  .builder()
                  .setHeader("line", "kartra_id", "email", "read_as", "code", "why", "decision")
                  .get());
    }

    /** Adds somebody; the last column is left to the person who decides. */
    public void add(ReviewLine line) throws IOException {
      printer.printRecord(
          line.line(),
          SafeCells.of(line.kartraId()),
          SafeCells.of(line.email()),
          line.consentClass(),
          line.code(),
          texts.title(line.code()),
          "");
    }

    @Override
    public void close() throws IOException {
      printer.close();
    }
  }

  /** Starts {@code gdpr-review.csv}; lines are written as they are added. */
  public Review review(Appendable out) throws IOException {
    return new Review(out);
  }

  /** Writes {@code sample.csv}: the header and the rows of the sample as they stand, and why. */
  public void sample(Appendable out, ExportLayout layout, Sample sample) throws IOException {
    List<String> header = new ArrayList<>(List.of("line", "picked for"));
    layout.columns().stream().map(Column::header).map(SafeCells::of).forEach(header::add);
    try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      printer.printRecord(header);
      for (int i = 0; i < sample.rows().size(); i++) {
        SampleRow row = sample.rows().get(i);
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(row.line()));
        cells.add(SafeCells.of(String.join("; ", sample.reasons().get(i))));
        row.values().stream().map(SafeCells::of).forEach(cells::add);
        printer.printRecord(cells);
      }
    }
  }

  /** The name of the page of an audit. */
  public static final String PAGE = "audit.html";

  /** The name of the audit as data. */
  public static final String DATA = "audit.json";

  /** The content type of the tables. */
  public static final String CSV = "text/csv; charset=utf-8";

  /** The content type of the page. */
  public static final String HTML = "text/html; charset=utf-8";

  /** The content type of the data. */
  public static final String JSON = "application/json";

  private static final ObjectWriter WRITER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writer();

  /**
   * The name of a file of people to review.
   *
   * @param number from 1
   */
  public static String review(int number) {
    return number == 1 ? "gdpr-review.csv" : "gdpr-review-%d.csv".formatted(number);
  }

  /** {@code audit.json}, as {@code docs/audit.schema.json} describes it. */
  public String json(Audit audit) {
    try {
      return WRITER.writeValueAsString(audit) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("an audit is always JSON", e);
    }
  }

  /** The page itself: one file, without script. */
  public String page(Audit audit) {
    return new AuditPage(audit).render();
  }
}
