package dev.offramp.kartra.csv;

import java.io.IOException;

/** What has to hold of every file, whatever its bytes are. */
interface FileCheck {
  /** Fails with an {@link AssertionError}, or with what the reading code throws. */
  void check(byte[] file) throws IOException;
}
