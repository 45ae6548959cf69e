package dev.offramp.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where tables are while a run lasts, and afterwards. */
class TableFolderTest {
  private @TempDir Path kept;
  private @TempDir Path memory;

  @BeforeEach
  void anEarlierRun() throws IOException {
    Files.writeString(kept.resolve("tables.db"), "before");
  }

  @Test
  void whatIsWrittenInMemoryIsKeptAtTheEnd() throws IOException {
    TableFolder folder = TableFolder.atEnd(kept, Optional.of(memory));
    Path used = folder.path();
    assertThat(used).startsWith(memory);
    assertThat(used.resolve("tables.db")).hasContent("before");

    Files.writeString(used.resolve("tables.db"), "after");
    assertThat(kept.resolve("tables.db")).as("while it runs").hasContent("before");
    folder.close();

    assertThat(kept.resolve("tables.db")).hasContent("after");
    assertThat(kept).isDirectoryContaining(path -> path.endsWith("tables.db"));
    assertThat(memory).as("nothing is left there").isEmptyDirectory();
  }

  @Test
  void withoutRoomInMemoryItWorksInPlace() throws IOException {
    try (TableFolder folder = TableFolder.atEnd(kept, Optional.empty())) {
      assertThat(folder.path()).isEqualTo(kept);
    }
    assertThat(kept.resolve("tables.db")).hasContent("before");
  }
}
