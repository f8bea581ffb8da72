package dev.onrush.internal.text;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A stream that passes on printed text through a filter, in whole lines, so that the filter sees a
 * complete word even if it is printed in pieces. {@code flush()} passes on an unfinished line.
 */
public final class FilteredStream extends OutputStream {

  /** The number of bytes beyond which an unfinished line is passed on in parts. */
  private static final int LONGEST_LINE = 1 << 20;

  /**
   * The number of bytes that are written at once to an output that may be slow: as many as a small
   * pipe accepts.
   */
  private static final int PART = 1 << 12;

  /** The properties with the charsets in which this JVM prints, in Java 19 and later. */
  private static final String OUT = "stdout.encoding";

  private static final String ERR = "stderr.encoding";

  private final Consumer<byte[]> to;
  private final Runnable flushed;

  /** The bytes of the unfinished line, guarded by this. */
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  private FilteredStream(Consumer<byte[]> to, Runnable flushed) {
    this.to = to;
    this.flushed = flushed;
  }

  /**
   * Returns a stream that filters text and prints it to another stream.
   *
   * @param filter receives one line or several, line breaks included
   */
  public static PrintStream to(PrintStream out, UnaryOperator<String> filter) {
    return stream(StandardCharsets.UTF_8, bytes -> print(out, bytes, filter), () -> {});
  }

  /**
   * Returns a stream that filters text and prints it to another stream through a queue, so that
   * printing threads do not wait for a stuck output. Lines keep their order relative to the lines
   * that other code prints to {@code out}.
   */
  public static PrintStream to(PrintStream out, OutputQueue queue, UnaryOperator<String> filter) {
    return stream(
        StandardCharsets.UTF_8,
        bytes -> {
          queue.add(bytes, queued -> print(out, queued, filter));
          queue.await();
        },
        () -> {});
  }

  private static void print(PrintStream out, byte[] bytes, UnaryOperator<String> filter) {
    // Printed as text, so that the stream encodes it in its own charset.
    out.print(filter.apply(new String(bytes, StandardCharsets.UTF_8)));
    out.flush();
  }

  /**
   * Returns a stream that takes the place of a stream to which other code writes bytes. It filters
   * them and writes them to {@code out} through a queue. A flush waits until everything printed
   * before it is written, unless the output is stuck.
   *
   * @param charset the charset of {@code out}
   */
  public static PrintStream inPlaceOf(
      PrintStream out, Charset charset, OutputQueue queue, UnaryOperator<String> filter) {
    return stream(
        charset,
        bytes -> queue.add(bytes, queued -> write(out, filtered(queued, charset, filter), queue)),
        queue::await);
  }

  /** Writes bytes in parts, so that the queue notices the progress of a slow output. */
  private static void write(PrintStream out, byte[] bytes, OutputQueue queue) {
    for (int from = 0; from < bytes.length; from += PART) {
      out.write(bytes, from, Math.min(PART, bytes.length - from));
      out.flush();
      queue.progressed();
    }
  }

  private static PrintStream stream(Charset charset, Consumer<byte[]> to, Runnable flushed) {
    // Without automatic flushing, which would pass on each piece of a line.
    return new PrintStream(new FilteredStream(to, flushed), false, charset);
  }

  /** Filters bytes as text. Bytes that are not valid text in this charset are preserved. */
  private static byte[] filtered(byte[] bytes, Charset charset, UnaryOperator<String> filter) {
    String text = new String(bytes, charset);
    Charset used =
        Arrays.equals(text.getBytes(charset), bytes) ? charset : StandardCharsets.ISO_8859_1;
    return filter.apply(new String(bytes, used)).getBytes(used);
  }

  /**
   * Returns the options with which a JVM prints UTF-8, which is not the default on systems other
   * than Linux. They include the properties of Java 19 and later, and the properties of earlier
   * versions.
   */
  public static List<String> utf8Options() {
    return Stream.of("", "sun.")
        .flatMap(before -> Stream.of(OUT, ERR).map(name -> "-D" + before + name + "=UTF-8"))
        .toList();
  }

  /**
   * The charset of {@code System.out}. From Java 19 on a property contains it; before that, it
   * depends on the locale.
   */
  public static Charset ofStandardOutput() {
    return named(OUT);
  }

  /** The charset of {@code System.err}. */
  public static Charset ofStandardError() {
    return named(ERR);
  }

  private static Charset named(String property) {
    String name = System.getProperty(property, System.getProperty("sun." + property, ""));
    return !name.isEmpty() && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    int end = from + length;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    kept.write(bytes, from, end - from);
    if (end > from || kept.size() > LONGEST_LINE) {
      pass();
    }
    kept.write(bytes, end, from + length - end);
  }

  /** Passes on all text, including an unfinished line. */
  @Override
  public synchronized void flush() {
    pass();
    flushed.run();
  }

  private void pass() {
    if (kept.size() > 0) {
      byte[] bytes = kept.toByteArray();
      kept.reset();
      to.accept(bytes);
    }
  }
}
