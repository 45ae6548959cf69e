package dev.offramp.audit;

import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.audit.forecast.Forecaster;
import dev.offramp.kartra.Detection;
import dev.offramp.kartra.ExportDetector;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.kartra.FileSettings;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.csv.ExportReader;
import dev.offramp.kartra.csv.ReadPosition;
import dev.offramp.kartra.csv.Row;
import dev.offramp.kartra.csv.RowOrProblem;
import dev.offramp.kartra.csv.RowProblem;
import dev.offramp.record.SourceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Audits a whole file that can be read twice: once to find out what stands between the values of a
 * cell, and once row by row with the classes that the pipeline uses. Nothing is written.
 */
public final class FileAudit {
  private final KartraSettings settings;
  private final ForecastWish forecast;
  private final int sampleSize;
  private final ExportDetector detector = new ExportDetector();
  private final AuditTexts texts = new AuditTexts();
  private final Forecaster forecaster = new Forecaster();

  /** A file that can be read from the start, again and again. */
  public interface Source {
    /** Its name without folders. */
    String name();

    /** Its size in bytes. */
    long size() throws IOException;

    /** Its bytes; closed by the reader. */
    InputStream open() throws IOException;
  }

  /** What a file comes to. */
  public sealed interface Outcome {
    /** It was audited. */
    record Audited(AuditResult result, ExportLayout layout) implements Outcome {}

    /**
     * It cannot be.
     *
     * @param header as it stands, where there is one
     * @param bestGuess the kind that the header comes nearest to, in lower case, or empty
     */
    record Wrong(String code, String message, List<String> header, String bestGuess)
        implements Outcome {
      /** Copies the header. */
      public Wrong {
        header = List.copyOf(header);
      }
    }
  }

  /**
   * Takes how files are to be read.
   *
   * @param sampleSize how many rows the sample has
   */
  public FileAudit(KartraSettings settings, ForecastWish forecast, int sampleSize) {
    this.settings = settings;
    this.forecast = forecast;
    this.sampleSize = sampleSize;
  }

  /**
   * Audits.
   *
   * @param review takes everybody about whom a person has to decide, in the order of the file
   * @param progress is told how many bytes were read; the whole file counts twice
   */
  public Outcome audit(Source source, Consumer<ReviewLine> review, LongConsumer progress)
      throws IOException {
    Detection found;
    try (InputStream in = source.open()) {
      found = detector.detect(in.readNBytes(ExportDetector.HEAD), settings);
    }
    if (found instanceof Detection.Unreadable bad) {
      return new Outcome.Wrong(bad.code(), bad.message(), List.of(), "");
    }
    if (found instanceof Detection.Unknown unknown) {
      String guess = unknown.bestGuess().name().toLowerCase(Locale.ROOT);
      return new Outcome.Wrong("OFF-1112", unknown.message(), unknown.header(), guess);
    }
    return audit(source, ((Detection.Recognised) found).layout(), review, progress);
  }

  private Outcome audit(
      Source source, ExportLayout layout, Consumer<ReviewLine> review, LongConsumer progress)
      throws IOException {
    Look look = look(source, layout, progress);
    KartraSettings shown = FileSettings.of(settings, layout, look.profile(), Set.of());
    AuditBuilder builder = new AuditBuilder(layout, settings, sampleSize, review);
    RowParser<? extends SourceRecord> parser = RecordParsers.of(layout, shown);
    long before = source.size();
    try (ExportReader reader = reader(source.open(), layout)) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof Row row) {
          builder.add(row, parser.parse(row));
        } else {
          builder.add((RowProblem) next.get());
        }
        progress.accept(before + reader.position().byteOffset());
        next = reader.next();
      }
    }
    AuditFacts facts =
        AuditFacts.of(
            new Audit.Upload(source.name(), look.sha256(), source.size()),
            layout,
            settings,
            look.profile(),
            Set.of(),
            forecast);
    return new Outcome.Audited(
        new AuditMaker(facts, texts, forecaster).make(List.of(builder.part())), layout);
  }

  /** What the first reading finds. */
  private record Look(ExportProfile profile, String sha256) {}

  private static Look look(Source source, ExportLayout layout, LongConsumer progress)
      throws IOException {
    ExportProfile.Builder profile = new ExportProfile.Builder(layout);
    Sha256Stream digest = new Sha256Stream(source.open());
    try (ExportReader reader = reader(digest, layout)) {
      Optional<RowOrProblem> next = reader.next();
      while (next.isPresent()) {
        if (next.get() instanceof Row row) {
          profile.add(row);
        }
        progress.accept(reader.position().byteOffset());
        next = reader.next();
      }
      return new Look(profile.build(), digest.whole());
    }
  }

  private static ExportReader reader(InputStream in, ExportLayout layout) throws IOException {
    in.skipNBytes(layout.dialect().dataOffset());
    return new ExportReader(in, layout.dialect(), ReadPosition.start(layout.dialect()));
  }
}
