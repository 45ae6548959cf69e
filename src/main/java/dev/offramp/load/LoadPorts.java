package dev.offramp.load;

import dev.offramp.job.Bells;
import dev.offramp.job.JobStore;
import dev.offramp.job.WorkFiles;
import java.time.InstantSource;

/** Everything outside the protocol that loading and rolling back need. */
public record LoadPorts(
    JobStore jobs,
    Ledger ledger,
    Crosswalk crosswalk,
    WorkFiles files,
    Bells bells,
    Connections connections,
    Lanes lanes,
    Pause pause,
    InstantSource clock) {}
