package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.sandbox.FaultPlan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that loads a sample, with functions in processes of their own. */
class SampleIT {
  private static final int ROWS = 400;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(said, true, StandardCharsets.UTF_8),
          new PrintStream(said, true, StandardCharsets.UTF_8),
          false,
          Map.of());

  @TempDir Path folder;

  @Test
  void invariant5_aSampleGoesInAndOutWhileItsUploadWaits() throws Exception {
    try (EndToEndCloud cloud =
        EndToEndCloud.start(Optional.empty(), folder, "sample", FaultPlan.none(40), 200, false)) {
      JsonNode before = cloud.hubspot().api().dump();
      cloud.upload(ROWS, "required");
      Job job = cloud.await("it waits", j -> j.state() == JobState.AWAITING_APPROVAL);
      SampleCommand command = new SampleCommand(cloud.stack(), console, InstantSource.system());

      Job sample = command.run(job.id());
      assertThat(sample.counters().parsed()).isEqualTo(100);
      assertThat(sample.counters().created()).isPositive();
      assertThat(said()).contains("offramp rollback " + sample.id());

      rollback(cloud, sample);
      assertThat(cloud.hubspot().api().dump()).isEqualTo(before);
      assertThat(now(cloud, job).state()).isEqualTo(JobState.AWAITING_APPROVAL);

      Job again = command.run(job.id());
      assertThat(again.id()).isNotEqualTo(sample.id());
      rollback(cloud, now(cloud, job));
      assertThat(said()).contains("With it goes " + again.id() + ", which loaded its sample.");
      assertThat(cloud.hubspot().api().dump()).isEqualTo(before);
      assertThatThrownBy(() -> command.run(job.id())).hasMessageContaining("OFF-2938");
    }
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static Job now(EndToEndCloud cloud, Job job) {
    return cloud.parts().jobs().find(job.id()).orElseThrow();
  }

  private void rollback(EndToEndCloud cloud, Job job) {
    new RollbackCommand(cloud.stack(), console, InstantSource.system())
        .run(new RollbackCommand.Wish(job.id(), null, Set.of()));
  }
}
