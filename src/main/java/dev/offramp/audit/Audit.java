package dev.offramp.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.offramp.audit.forecast.Forecast;
import java.util.List;
import java.util.Map;

/**
 * What an upload holds and what moving it will take, before anything is written: the content of
 * {@code audit.json}, which {@code docs/audit.schema.json} describes. It holds no personal data:
 * counts, lines, and the names of columns, tags, lists and products.
 *
 * @param version of this form
 * @param upload which file
 * @param kind what its rows describe, in lower case
 * @param encoding of its bytes
 * @param delimiter between its cells
 * @param rows how many, and what cannot be taken
 * @param columns in the order of the file
 * @param findings what only the whole file shows, and what to do about it
 * @param separators of the columns that hold several values
 * @param duplicates rows about something that an earlier row was about
 * @param invalidEmails addresses that are none, and why
 * @param consent contacts by class
 * @param mailing contacts by Kartra's mailing status
 * @param tags contacts by tag
 * @param lists contacts by list
 * @param products rows by product
 * @param money by currency and type; {@code sales}, {@code refunds}, {@code chargebacks} and {@code
 *     net} are sums of the others
 * @param types rows by what happened
 * @param dates from when to when
 * @param subscriptions by state
 * @param warnings what was put right or could not be read
 * @param review about whom somebody has to decide
 * @param cannotMove what Kartra does not give out
 * @param sample which rows show what the file holds
 * @param forecast what moving it will take
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Audit(
    int version,
    Upload upload,
    String kind,
    String encoding,
    String delimiter,
    Rows rows,
    List<ColumnEntry> columns,
    List<FileFinding> findings,
    List<AuditFacts.Evidence> separators,
    Duplicates duplicates,
    InvalidEmails invalidEmails,
    Map<String, Long> consent,
    Map<String, Long> mailing,
    Names tags,
    Names lists,
    Names products,
    Map<String, Map<String, MoneySum>> money,
    Map<String, Long> types,
    Dates dates,
    Subscriptions subscriptions,
    List<Finding> warnings,
    List<Finding> review,
    List<InventoryItem> cannotMove,
    SampleEntry sample,
    Forecast forecast) {

  /** The form that this version writes. */
  public static final int VERSION = 1;

  /** The audit of a whole upload out of the parts of all its runs. */
  public static Audit of(Iterable<AuditPart> parts, AuditFacts facts) {
    return AuditResult.of(parts, facts).audit();
  }

  /** Which file: its name, digest and size in bytes. */
  public record Upload(String name, String sha256, long bytes) {}

  /**
   * How many rows; {@code total} is always {@code ok + rejected} (invariant 1).
   *
   * @param reasons of the rejected ones
   */
  public record Rows(long total, long ok, long rejected, List<Finding> reasons) {}

  /**
   * A code with how often and where it was met.
   *
   * @param title in words
   * @param columns how often in each column, where columns are to blame
   */
  public record Finding(
      String code, String title, long count, Map<String, Long> columns, List<Long> lines) {}

  /**
   * Something about the file as a whole.
   *
   * @param column its name, or empty where the whole file is meant
   * @param detail figures and columns only
   * @param todo what a person should do
   */
  public record FileFinding(String code, String title, String column, String detail, String todo) {}

  /**
   * A column.
   *
   * @param known whether it is one of Kartra's own
   * @param fillRate from 0 to 1
   * @param distinct different values, or {@link Distinct#MOST} where {@code distinctMore}
   */
  public record ColumnEntry(
      String name,
      String header,
      boolean known,
      ColumnType type,
      long filled,
      double fillRate,
      int longest,
      long multiline,
      long nonAscii,
      int distinct,
      boolean distinctMore) {}

  /** Addresses that are none. */
  public record InvalidEmails(long count, List<EmailReason> reasons) {}

  /** Why addresses are none, how many, and where. */
  public record EmailReason(String reason, String title, long count, List<Long> lines) {}

  /**
   * Names with the number of rows that bear each, the most frequent first.
   *
   * @param total how many different names, at least
   * @param more whether there are more than are kept
   */
  public record Names(long total, boolean more, List<NameEntry> names) {}

  /** A name and how many contacts or rows bear it. */
  public record NameEntry(String name, @JsonProperty("contacts") long count) {}

  /** From when to when, in UTC; null where no row has a date. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Dates(String first, String last, long dated, long undated) {}

  /**
   * Subscriptions by state.
   *
   * @param source {@code rows} of a subscriptions export, {@code transactions} where derived from
   *     them, or {@code none}
   * @param complete whether all of them are counted; else there are more than {@link
   *     SubscriptionEvents#MOST}
   */
  public record Subscriptions(String source, Map<String, Long> states, boolean complete) {}

  /** Which rows show what the file holds. */
  public record SampleEntry(int size, List<SampleLine> rows, List<String> uncovered) {}

  /** A row of the sample and what it was picked for. */
  public record SampleLine(long line, List<String> reasons) {}
}
