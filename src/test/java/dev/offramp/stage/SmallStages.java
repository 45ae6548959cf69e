package dev.offramp.stage;

import dev.offramp.job.BellHandler;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import dev.offramp.kartra.RecordParsers;
import dev.offramp.kartra.RowParser;
import dev.offramp.kartra.contact.ContactParser;
import dev.offramp.record.SourceRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The parser and the mapper with chunks of a few rows, for tests of other packages. */
public final class SmallStages {
  private static final int CHUNK_ROWS = 4;

  private SmallStages() {}

  /** Makes it; parsers of rows are kept, since making one costs more than a test's rows. */
  public static BellHandler parser(
      StagePorts ports, Plans plans, Supplier<String> owners, Duration lease) {
    Map<List<Object>, RowParser<? extends SourceRecord>> known = new HashMap<>();
    BiFunction<ExportLayout, KartraSettings, RowParser<? extends SourceRecord>> parsers =
        (layout, settings) ->
            known.computeIfAbsent(
                List.of(layout, settings), k -> RecordParsers.of(layout, settings));
    return new ParseStage(
        ports, plans, owners, lease, new ParseSizes(CHUNK_ROWS, 4000, 1500, 256), parsers);
  }

  /** Makes the mapper; its parsers of contacts are kept too. */
  public static BellHandler mapper(StagePorts ports, Plans plans, FactsDesk facts) {
    Map<List<Object>, ContactParser> known = new HashMap<>();
    return new MapStage(
        ports,
        plans,
        facts,
        (layout, settings) ->
            known.computeIfAbsent(
                List.of(layout, settings), k -> new ContactParser(layout, settings)));
  }
}
