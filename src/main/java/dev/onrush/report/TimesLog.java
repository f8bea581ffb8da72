package dev.onrush.report;

import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Series.Kind;
import dev.onrush.metrics.Tally;
import dev.onrush.run.RunInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * {@code times.hlog}: response times second by second in HdrHistogram's log format, in
 * microseconds. Lines without a tag are of all requests, which is what its tools read unless they
 * are told a tag; tagged lines are of one request. Written interval by interval, so that it takes
 * the memory of one.
 */
final class TimesLog implements AutoCloseable {

  private static final int SIGNIFICANT_DIGITS = 3;
  private static final double MICROS_PER_MILLI = 1000;

  private final String name;
  private final PrintStream out;
  private final HistogramLogWriter writer;
  private final Histogram all = histogram();
  private final Histogram one = histogram();

  /** Into {@code out}, which is closed with this. */
  TimesLog(String name, OutputStream out, RunInfo info) {
    this.name = name;
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    this.writer = new HistogramLogWriter(this.out);
    writer.outputComment("[Response times of a run of Onrush, in microseconds; maxima in ms]");
    writer.outputComment("[No tag: all requests. Tag: one request, its name percent-encoded]");
    writer.outputLogFormatVersion();
    // Not outputStartTime: it writes the moment once more in the language and zone of the machine.
    BigDecimal seconds = BigDecimal.valueOf(info.started().toEpochMilli(), 3);
    writer.outputComment(
        "[StartTime: "
            + seconds.toPlainString()
            + " (seconds since epoch), "
            + info.started()
            + "]");
    writer.outputLegend();
  }

  /**
   * A new file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  static TimesLog create(Path file, RunInfo info) {
    try {
      return new TimesLog(file.toString(), Files.newOutputStream(file), info);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  /** Adds the interval that follows: a line for all requests, and one for each that was seen. */
  void add(Interval interval) {
    Map<String, List<Tally>> byName = new TreeMap<>();
    interval
        .tallies()
        .forEach(
            (series, tally) -> {
              if (series.kind() == Kind.REQUEST && tally.times().count() > 0) {
                byName.computeIfAbsent(series.name(), n -> new ArrayList<>()).add(tally);
              }
            });
    all.reset();
    byName.values().forEach(tallies -> tallies.forEach(t -> t.times().addTo(all)));
    line(interval, all);
    byName.forEach(
        (request, tallies) -> {
          one.reset();
          tallies.forEach(t -> t.times().addTo(one));
          one.setTag(tag(request));
          line(interval, one);
        });
  }

  /**
   * Of up to an hour, and of more when needed. One that starts small writes down how it grew, which
   * depends on the order of what is added; this way equal times are equal bytes.
   */
  private static Histogram histogram() {
    Histogram histogram =
        new Histogram(1, Duration.ofHours(1).toNanos() / 1_000, SIGNIFICANT_DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }

  private void line(Interval interval, Histogram histogram) {
    writer.outputIntervalHistogram(
        interval.start().toMillis() / 1000.0,
        interval.end().toMillis() / 1000.0,
        histogram,
        MICROS_PER_MILLI);
  }

  /**
   * Percent-encoded (RFC 3986) as far as the format has no place for a character: a tag ends at a
   * comma, a blank or the end of the line.
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

  /**
   * Ends the log.
   *
   * @throws UncheckedIOException if any of it could not be written
   */
  @Override
  public void close() {
    boolean failed = out.checkError(); // which flushes first
    writer.close();
    if (failed) {
      throw new UncheckedIOException(new IOException(name + " cannot be written"));
    }
  }
}
