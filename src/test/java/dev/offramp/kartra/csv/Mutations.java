package dev.offramp.kartra.csv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages a file in ways that files are damaged in, each choice from a seed. */
final class Mutations {
  private static final List<byte[]> PIECES =
      List.of(
          bytes("\""),
          bytes("\"\""),
          bytes(","),
          bytes(";"),
          bytes("\t"),
          bytes("\n"),
          bytes("\r"),
          bytes("\r\n"),
          bytes("\n\n"),
          bytes("   \n"),
          bytes("\",\""),
          bytes("\"\n\""),
          new byte[] {0},
          new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
          new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD},
          new byte[] {(byte) 0x81},
          new byte[] {(byte) 0xFF, (byte) 0xFE},
          new byte[] {(byte) 0xC3},
          bytes("\u00e9"));
  private static final int LONG = 70_000;

  /** Half of them end the row. */
  private static final String FILLINGS = "\n\n\n\n\n\nx .@&7";

  private final Random random;
  private final List<String> trail = new ArrayList<>();

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** What was done, for whoever has to find out why a file breaks something. */
  List<String> trail() {
    return trail;
  }

  byte[] damage(byte[] file) {
    byte[] damaged = file;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      damaged = one(damaged);
    }
    return damaged;
  }

  private byte[] one(byte[] file) {
    int at = random.nextInt(file.length + 1);
    int kind = random.nextInt(100);
    if (kind < 20) {
      return flip(file, at);
    }
    if (kind < 50) {
      int piece = random.nextInt(PIECES.size());
      return splice("insert piece " + piece, file, at, PIECES.get(piece), at);
    }
    if (kind < 60) {
      return splice("delete", file, at, new byte[0], Math.min(file.length, at + random.nextInt(9)));
    }
    if (kind < 66) {
      return splice("cut", file, at, new byte[0], file.length);
    }
    if (kind < 74) {
      int to = Math.min(file.length, at + random.nextInt(60));
      return splice("repeat to " + to, file, at, Arrays.copyOfRange(file, at, to), at);
    }
    return kind < 99 ? throughout(file) : longCell(file, at);
  }

  private byte[] flip(byte[] file, int at) {
    if (at == file.length) {
      return file;
    }
    byte[] copy = file.clone();
    copy[at] ^= (byte) (1 << random.nextInt(8));
    trail.add("flip a bit at " + at);
    return copy;
  }

  private byte[] throughout(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    return switch (random.nextInt(7)) {
      case 0 -> whole("semicolons for commas", text.replace(',', ';'));
      case 1 -> whole("LF for CRLF", text.replace("\r\n", "\n"));
      case 2 -> whole("CR for LF", text.replace('\n', '\r'));
      case 3 -> whole("CRLF for LF", text.replace("\n", "\r\n"));
      case 4 -> whole("no quotation marks", text.replace("\"", ""));
      case 5 -> whole("no first line", text.replaceFirst("^[^\r\n]*[\r\n]+", ""));
      default -> {
        trail.add("UTF-16");
        yield text.getBytes(
            random.nextBoolean() ? StandardCharsets.UTF_16 : StandardCharsets.UTF_16LE);
      }
    };
  }

  private byte[] whole(String what, String text) {
    trail.add(what);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] longCell(byte[] file, int at) {
    // Rarely longer than a cell may be: that costs time.
    int length = random.nextInt(20) == 0 ? ByteScanner.MAX_CELL + 2 : LONG;
    byte[] piece = new byte[length];
    char filling = FILLINGS.charAt(random.nextInt(FILLINGS.length()));
    Arrays.fill(piece, (byte) filling);
    return splice("a long piece of " + (int) filling, file, at, piece, at);
  }

  private byte[] splice(String what, byte[] file, int at, byte[] piece, int rest) {
    trail.add(what + " at " + at);
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + piece.length);
    out.write(file, 0, at);
    out.writeBytes(piece);
    out.write(file, rest, file.length - rest);
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
