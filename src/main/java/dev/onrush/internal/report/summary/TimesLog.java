package dev.onrush.internal.report.summary;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.IntervalSum;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.histogram.HdrEncoding;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.run.record.RunInfo;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Writes {@code times.hlog}: response times second by second in HdrHistogram's log format, in
 * microseconds. Lines without a tag cover all requests; HdrHistogram's tools read these unless a
 * tag is given. Tagged lines cover one request each. The log is written interval by interval, so it
 * needs the memory of one interval. Each line covers a second until the file has 32 MB, 16 seconds
 * for the next 32 MB, 256 seconds for the next, and so on, so that the log contains all times of a
 * run of any length.
 */
public final class TimesLog implements AutoCloseable {

  /**
   * The range of a histogram: an hour in microseconds, and more where it is needed. A histogram
   * writes its range into the log, so equal times are equal bytes only if they have the same range.
   */
  private static final long ROOM = Duration.ofHours(1).toNanos() / 1_000;

  private static final long PART = 32_000_000;
  private static final int FAN = 16;

  private final long part;
  private final Counted counted;
  private final PrintStream out;
  private final HistogramLogWriter writer;
  private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
  private final IntervalSum sum = new IntervalSum();
  private int intervals = 1;
  private long enough;

  /** Creates a log that is written to {@code out}, which is closed with the log. */
  public TimesLog(OutputStream out, RunInfo info) {
    this(out, info, PART);
  }

  /**
   * Creates a log whose lines become coarser sooner.
   *
   * @param part the number of bytes after which lines become coarser
   */
  public TimesLog(OutputStream out, RunInfo info, long part) {
    this.part = part;
    this.enough = part;
    this.counted = new Counted(new BufferedOutputStream(out, 1 << 16));
    this.out = new PrintStream(counted, false, StandardCharsets.UTF_8);
    this.writer = new HistogramLogWriter(this.out);
    writer.outputComment("[Response times of a run of Onrush, in microseconds; maxima in ms]");
    writer.outputComment("[No tag: all requests. Tag: one request, its name percent-encoded]");
    writer.outputLogFormatVersion();
    // Does not use outputStartTime, which also writes the moment in the language and zone of the
    // machine.
    BigDecimal seconds = BigDecimal.valueOf(info.started().toEpochMilli(), 3);
    writer.outputComment(
        "[StartTime: "
            + seconds.toPlainString()
            + " (seconds since epoch), "
            + info.started()
            + "]");
    writer.outputLegend();
  }

  private static final class Counted extends FilterOutputStream {
    private long bytes;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      bytes++;
    }

    @Override
    public void write(byte[] some, int from, int length) throws IOException {
      out.write(some, from, length);
      bytes += length;
    }
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    if (intervals == 1) {
      lines(interval);
    } else {
      sum.add(interval);
      if (sum.intervals() >= intervals) {
        lines(sum.take());
      }
    }
    if (counted.bytes >= enough) {
      enough += part;
      intervals *= FAN;
    }
  }

  /** Writes a line for all requests, and one for each request that occurred. */
  private void lines(Interval interval) {
    line("", interval, Selection.of(interval, Kind.REQUEST));
    Map<String, Map<Series, Tally>> byName = new TreeMap<>();
    interval.forEachRequest(
        (series, tally) -> {
          if (tally.times().count() > 0) {
            byName.computeIfAbsent(series.name(), n -> new HashMap<>()).put(series, tally);
          }
        });
    byName.forEach(
        (request, tallies) ->
            line("Tag=" + tag(request) + ",", interval, Selection.of(tallies, s -> true)));
  }

  /** Writes a line in the format of HdrHistogram's own writer. */
  private void line(String tag, Interval interval, Selection of) {
    Distribution times = of.all().times();
    out.append(tag);
    out.append(thousandths(interval.start().toMillis())).append(',');
    out.append(thousandths(interval.length().toMillis())).append(',');
    out.append(thousandths(times.highest())).append(',');
    out.append(HdrEncoding.text(times, ROOM, deflater)).append('\n');
  }

  private static String thousandths(long number) {
    return BigDecimal.valueOf(number, 3).toPlainString();
  }

  /**
   * Percent-encodes (RFC 3986) the characters that cannot be in a tag: it ends at a comma, a blank
   * or the end of the line.
   */
  static String tag(String name) {
    StringBuilder tag = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (c == '%'
                  || c == ','
                  || Character.isISOControl(c)
                  || Character.isWhitespace(c)
                  || Character.isSpaceChar(c)) {
                for (byte part : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                  tag.append("%%%02X".formatted(part));
                }
              } else {
                tag.appendCodePoint(c);
              }
            });
    return tag.toString();
  }

  /** Ends the log. A print stream does not throw; the stream below it knows what failed. */
  @Override
  public void close() {
    if (sum.intervals() > 0) {
      lines(sum.take());
    }
    deflater.end();
    writer.close();
  }
}
