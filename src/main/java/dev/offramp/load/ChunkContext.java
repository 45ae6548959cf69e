package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.job.Chunk;
import dev.offramp.job.Job;
import dev.offramp.job.Lease;

/**
 * Everything that loading one chunk needs to know.
 *
 * @param previousFence the fence that the chunk carried before this claim; 0 if nobody had it
 * @param pause waits and keeps the lease meanwhile
 */
record ChunkContext(
    Job job,
    Chunk chunk,
    long previousFence,
    Lease lease,
    LoadPolicy policy,
    Destination destination,
    PreparedDefinitions definitions,
    ChunkBook book,
    Pause pause) {}
