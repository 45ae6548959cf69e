package dev.offramp.plan;

import dev.offramp.kartra.ExportKind;
import dev.offramp.record.ConsentClass;

/**
 * What the plan says about one file.
 *
 * @param kind what its rows describe, or null where the header says it
 * @param status the mailing status that the export was filtered by, or null
 */
public record FilePlan(ExportKind kind, ConsentClass status) {}
