package dev.offramp.cli;

import dev.offramp.audit.FileAudit;
import dev.offramp.audit.ReviewLine;
import dev.offramp.report.AuditTables;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where audits are written: a folder for each file, with {@code audit.json}, {@code
 * gdpr-review.csv}, {@code sample.csv} and {@code audit.html}.
 *
 * @param base the folder of all of them
 */
record AuditFolder(Path base) {

  /** Starts to write the audit of a file. */
  Writer writer(String name) throws IOException {
    String plain = name.replaceAll("\\.[A-Za-z]{1,5}$", "");
    Path folder = base.resolve(plain.isBlank() || plain.startsWith(".") ? "file" : plain);
    Files.createDirectories(folder);
    return new Writer(Optional.of(folder));
  }

  /** Writes the audit of a file; people to review as they are met, the rest at the end. */
  static final class Writer implements AutoCloseable {
    private static final String REVIEW = AuditTables.review(1);

    private final AuditTables tables = new AuditTables();
    private final Optional<Path> folder;
    private final Optional<AuditTables.Review> review;

    private Writer(Optional<Path> folder) throws IOException {
      this.folder = folder;
      this.review =
          folder.isEmpty()
              ? Optional.empty()
              : Optional.of(tables.review(Files.newBufferedWriter(folder.get().resolve(REVIEW))));
    }

    /** Writes nothing. */
    static Writer nowhere() throws IOException {
      return new Writer(Optional.empty());
    }

    /** Where it is written, if it is. */
    Optional<Path> folder() {
      return folder;
    }

    void review(ReviewLine line) {
      try {
        if (review.isPresent()) {
          review.get().add(line);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("OFF-3032 cannot write " + REVIEW, e);
      }
    }

    void write(FileAudit.Outcome.Audited done) throws IOException {
      if (folder.isEmpty()) {
        return;
      }
      Path into = folder.get();
      Files.writeString(into.resolve(AuditTables.DATA), tables.json(done.result().audit()));
      Files.writeString(into.resolve(AuditTables.PAGE), tables.page(done.result().audit()));
      try (BufferedWriter out = Files.newBufferedWriter(into.resolve("sample.csv"))) {
        tables.sample(out, done.layout(), done.result().sample());
      }
    }

    /** Leaves nothing behind of a file that cannot be audited. */
    void discard() throws IOException {
      close();
      if (folder.isPresent()) {
        Files.deleteIfExists(folder.get().resolve(REVIEW));
        try (var left = Files.list(folder.get())) {
          if (left.findAny().isPresent()) {
            return; // An audit of an earlier time lies there.
          }
        }
        Files.delete(folder.get());
      }
    }

    @Override
    public void close() throws IOException {
      if (review.isPresent()) {
        review.get().close();
      }
    }
  }
}
