package dev.offramp.stage;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** An export of 57 columns and any number of made-up people in no order, made while it is read. */
final class BigExport extends InputStream {
  private static final DateTimeFormatter KARTRA =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final LocalDateTime FIRST = LocalDateTime.of(2015, 1, 1, 0, 0);
  private static final int CUSTOM = 28;
  private static final long SHUFFLE = 0x9E3779B97F4A7C15L;

  private final long rows;
  private long row = -1;
  private byte[] piece = new byte[0];
  private int at;

  BigExport(long rows) {
    this.rows = rows;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    if (at == piece.length && !fill()) {
      return -1;
    }
    int n = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, target, from, n);
    at += n;
    return n;
  }

  private boolean fill() {
    if (row == rows) {
      return false;
    }
    StringBuilder text = new StringBuilder(16 * 1024);
    if (row < 0) {
      header(text);
      row = 0;
    }
    while (row < rows && text.length() < 15 * 1024) {
      row(text, row++);
    }
    piece = text.toString().getBytes(StandardCharsets.UTF_8);
    at = 0;
    return piece.length > 0;
  }

  private static void header(StringBuilder text) {
    text.append("id,email,first_name,middle_name,last_name,phone_country_code,phone,company,")
        .append("address,city,state,zip,country,website,facebook,twitter,linkedin,date_joined,ip,")
        .append("ip_country,source,score,time_zone,notes,status,gdpr_lead_status,")
        .append("gdpr_lead_communications,tags,lists");
    for (int column = 1; column <= CUSTOM; column++) {
      text.append(",question ").append(column);
    }
    text.append('\n');
  }

  /** Never between midnight and four, when clocks are changed: there text and moment differ. */
  private static LocalDateTime moment(long minute) {
    return FIRST.plusDays(minute / 1200).plusMinutes(240 + minute % 1200);
  }

  private static void row(StringBuilder text, long n) {
    long dice = (n + 1) * SHUFFLE;
    long minute = Math.floorMod(dice, 5_000_000L);
    String joined = n % 97 == 0 ? "" : KARTRA.format(moment(minute));
    text.append(n).append(",person").append(n).append("@example.com,J\u00f6rg").append(n % 500);
    text.append(",,Example").append(n % 3000).append(",1,2125550").append(100 + n % 900);
    text.append(",Example ").append(n % 80).append(" Ltd,\"").append(n % 9999);
    text.append(" Long Street, Floor 3\",Springfield,IL,62701,United States,,,,,").append(joined);
    text.append(",192.0.2.").append(n % 256).append(",United States,Landing page,").append(n % 100);
    text.append(",America/Chicago,\"Met at the fair,\nwants to hear more\",active,0,1,");
    text.append("customer;tag ").append(n % 40).append(";webinar,Newsletter");
    for (int column = 1; column <= CUSTOM; column++) {
      text.append(',').append(column % 4 == 0 ? "" : "answer " + Math.floorMod(dice, 7L + column));
    }
    text.append('\n');
  }
}
