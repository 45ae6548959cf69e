package dev.offramp.load;

import dev.offramp.crm.Destination;
import dev.offramp.job.Chunk;
import dev.offramp.job.Job;
import dev.offramp.job.Lease;

/**
 * Everything that loading one chunk needs to know.
 *
 * @param previousFence the fence that the chunk carried before this claim; 0 if nobody had it
 * @param rivals whom other jobs of the account have in a chunk that they did not end
 * @param late what may still take effect of what was called in this turn
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
    Rivals rivals,
    LateCalls late,
    Pause pause) {}
