package dev.offramp.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.offramp.job.Bells;
import dev.offramp.job.JobStore;
import dev.offramp.job.ObjectStore;
import dev.offramp.job.WorkFiles;
import java.time.InstantSource;

/** Everything outside that parsing and mapping need. */
public record StagePorts(
    ObjectStore objects,
    WorkFiles files,
    JobStore jobs,
    Bells bells,
    ObjectMapper json,
    InstantSource clock) {}
