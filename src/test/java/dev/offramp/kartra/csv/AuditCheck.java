package dev.offramp.kartra.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.offramp.audit.Audit;
import dev.offramp.audit.FileAudit;
import dev.offramp.audit.Sample;
import dev.offramp.audit.forecast.ForecastWish;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.KartraSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An audit counts each row of a file once, as good or as rejected with a reason (invariant 1). */
final class AuditCheck implements FileCheck {
  private final FileAudit audit =
      new FileAudit(KartraSettings.defaults(), ForecastWish.to("hubspot"), Sample.USUAL);

  private static final class Bytes implements FileAudit.Source {
    private final byte[] file;

    Bytes(byte[] file) {
      this.file = file;
    }

    @Override
    public String name() {
      return "damaged.csv";
    }

    @Override
    public long size() {
      return file.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(file);
    }
  }

  @Override
  public void check(byte[] file) throws IOException {
    FileAudit.Outcome outcome = audit.audit(new Bytes(file), line -> {}, done -> {});
    if (outcome instanceof FileAudit.Outcome.Wrong wrong) {
      assertThat(wrong.code()).matches("OFF-11\\d\\d");
      assertThat(wrong.message()).isNotBlank();
    } else if (outcome instanceof FileAudit.Outcome.Audited audited) {
      Audit.Rows rows = audited.result().audit().rows();
      assertThat(rows.total()).isEqualTo(rows.ok() + rows.rejected());
      assertThat(rows.total()).isEqualTo(records(file, audited.layout()));
      assertThat(rows.reasons().stream().mapToLong(Audit.Finding::count).sum())
          .isEqualTo(rows.rejected());
    }
  }

  private static long records(byte[] file, ExportLayout layout) throws IOException {
    ReadPosition start = ReadPosition.start(layout.dialect());
    int offset = Math.toIntExact(start.byteOffset());
    InputStream in = new ByteArrayInputStream(file, offset, file.length - offset);
    try (ExportReader reader = new ExportReader(in, layout.dialect(), start)) {
      while (reader.next().isPresent()) {
        // Only their number is wanted.
      }
      return reader.position().ordinal();
    }
  }
}
