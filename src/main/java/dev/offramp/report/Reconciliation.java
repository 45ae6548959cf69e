package dev.offramp.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What was meant, set against what is there after a load: the content of {@code
 * reconciliation.json}, which {@code docs/reconciliation.schema.json} describes. Traceable to the
 * file's hash and the mapping's version (invariant 9). It holds the customer's values.
 *
 * @param version of this form
 * @param jobId the job
 * @param migration the customer's move
 * @param upload which file
 * @param destination the CRM, or empty where nothing was loaded
 * @param mappingVersion the version of the rules that made the operations
 * @param result in one word
 * @param sentence the same for a person
 * @param checked how much was read back, and what came of it
 * @param rows where the rows ended
 * @param money by currency and type
 * @param consent who must not be mailed, and who may be
 * @param tags by name
 * @param lists by name
 * @param fields by the destination's name
 * @param differences everything that is not as it was meant
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Reconciliation(
    int version,
    String jobId,
    String migration,
    Upload upload,
    String destination,
    String mappingVersion,
    Result result,
    String sentence,
    Checked checked,
    Rows rows,
    List<MoneyLine> money,
    Consent consent,
    List<TagLine> tags,
    List<ListLine> lists,
    List<FieldLine> fields,
    Differences differences) {
  /** The form that this version writes. */
  public static final int VERSION = 1;

  /** In one word. */
  public enum Result {
    /** Everything that was looked at is as it was meant. */
    AS_MEANT,
    /** Something is not. */
    DIFFERENCES,
    /** Nothing was read back. */
    NOT_CHECKED,
    /** Nothing was loaded. */
    NOT_LOADED
  }

  /** Which file: its key, digest and size in bytes. */
  public record Upload(String key, String sha256, long bytes) {}

  /**
   * How much was read back.
   *
   * @param extent {@code ALL}, {@code SAMPLE} or {@code NONE}
   * @param oneOf of how many records one was looked at
   * @param records looked at
   * @param asMeant those of which everything is as meant
   * @param different those with a difference for which the load has to answer
   * @param apart those whose differences are all somebody else's doing
   * @param beganAt when, in ISO form, or null
   * @param endedAt when, in ISO form, or null
   * @param notDone why it was given up, with a code; else empty
   */
  public record Checked(
      String extent,
      int oneOf,
      long records,
      long asMeant,
      long different,
      long apart,
      String beganAt,
      String endedAt,
      String notDone) {}

  /**
   * Where the rows ended (invariant 1).
   *
   * @param inFile rows that the audit counted, or null where there is no audit
   * @param parsed rows that were cut into chunks
   * @param pending rows without an outcome
   * @param counted by outcome, as the job's counters have it
   * @param listed by outcome, as the rows are listed
   * @param balanced whether all of these agree
   */
  public record Rows(
      Long inFile,
      long parsed,
      long pending,
      Map<String, Long> counted,
      Map<String, Long> listed,
      boolean balanced) {}

  /**
   * Money of one currency and type, in the currency's smallest unit.
   *
   * @param sum whether it is a sum of other types
   * @param rows how many rows
   * @param inFile what they come to
   * @param moved what of it is at the destination
   * @param leftOut what of it was excluded
   */
  public record MoneyLine(
      String currency,
      String type,
      boolean sum,
      long rows,
      BigInteger inFile,
      BigInteger moved,
      BigInteger leftOut) {}

  /** Consent; see {@link dev.offramp.verify.Counts}. */
  public record Consent(
      long optOuts,
      long optOutsFound,
      long permissions,
      long permissionsChecked,
      long permissionsFound,
      long refusedSince) {}

  /**
   * A tag.
   *
   * @param meant records that were meant to have it
   * @param found those of them that have it
   * @param beside other records that were looked at and have it
   */
  public record TagLine(String name, long meant, long found, long beside) {}

  /**
   * A list.
   *
   * @param meant records that were meant to be on it
   * @param found those of them that are
   * @param others other members that were seen
   */
  public record ListLine(String name, String remoteId, long meant, long found, long others) {}

  /** A field; see {@link dev.offramp.verify.FieldTally}. */
  public record FieldLine(
      String field,
      String column,
      long compared,
      long exact,
      long normalised,
      long kept,
      long different,
      long apart) {}

  /**
   * Everything that is not as it was meant.
   *
   * @param total how many for which the load has to answer
   * @param apart how many more that are somebody else's doing
   * @param kinds how many of each kind, those for which the load has to answer
   * @param first some of them
   * @param files where all of them are
   */
  public record Differences(
      long total, long apart, Map<String, Long> kinds, List<Line> first, List<String> files) {}

  /**
   * A difference.
   *
   * @param row the ordinal of the row, from 0; -1 where no row meant it
   * @param line the line of the upload, from 1; 0 where there is none
   * @param record the destination's id
   * @param kind what is wrong
   * @param subject the field, tag or list
   * @param meant what was meant
   * @param found what is there
   * @param because why it is no fault of the load, or empty
   */
  public record Line(
      long row,
      long line,
      String record,
      String kind,
      String subject,
      String meant,
      String found,
      String because) {}
}
