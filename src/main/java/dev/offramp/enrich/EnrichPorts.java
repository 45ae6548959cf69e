package dev.offramp.enrich;

import dev.offramp.job.Bells;
import dev.offramp.job.JobStore;
import dev.offramp.job.WorkFiles;
import dev.offramp.load.Lanes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Everything outside that enrichment needs.
 *
 * @param owners gives a name that no other try has
 * @param lease how long a chunk is ours without renewal
 * @param callTimeout after how long a call counts as unanswered
 */
public record EnrichPorts(
    KartraAccounts accounts,
    WorkFiles files,
    JobStore jobs,
    Bells bells,
    Lanes lanes,
    InstantSource clock,
    Supplier<String> owners,
    Duration lease,
    Duration callTimeout) {}
