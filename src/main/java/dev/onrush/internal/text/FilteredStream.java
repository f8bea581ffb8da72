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
 * Passes on what is printed as a filter gives it back, in whole lines, so that the filter sees a
 * word whole that is printed in pieces. An unfinished line is passed on by {@code flush()}.
 */
public final class FilteredStream extends OutputStream {

  /** A line that is longer is passed on in parts. */
  private static final int LONGEST_LINE = 1 << 20;

  /** Written at once to an output that may be slow: as much as a small pipe takes. */
  private static final int PART = 1 << 12;

  /** The properties that say in what charset this JVM prints, of Java 19 and newer. */
  private static final String OUT = "stdout.encoding";

  private static final String ERR = "stderr.encoding";

  private final Consumer<byte[]> to;
  private final Runnable flushed;

  /** Guarded by this. */
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  private FilteredStream(Consumer<byte[]> to, Runnable flushed) {
    this.to = to;
    this.flushed = flushed;
  }

  /**
   * A stream that prints what {@code filter} makes of each text to another one.
   *
   * @param filter gets one line or several, line breaks included
   */
  public static PrintStream to(PrintStream out, UnaryOperator<String> filter) {
    return stream(StandardCharsets.UTF_8, bytes -> print(out, bytes, filter), () -> {});
  }

  /**
   * The same through a queue, so that whoever prints does not wait for an output that is stuck.
   * Lines appear in the order in which others print on {@code out}.
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
    // As text, which has the charset that this stream has, whichever that is.
    out.print(filter.apply(new String(bytes, StandardCharsets.UTF_8)));
    out.flush();
  }

  /**
   * The same in the place of a stream that others write bytes to, through a queue. A flush waits
   * for what was printed before it, unless the output is stuck.
   *
   * @param charset of {@code out}
   */
  public static PrintStream inPlaceOf(
      PrintStream out, Charset charset, OutputQueue queue, UnaryOperator<String> filter) {
    return stream(
        charset,
        bytes -> queue.add(bytes, queued -> write(out, filtered(queued, charset, filter), queue)),
        queue::await);
  }

  /** In parts, so that the queue sees that a slow output takes something. */
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

  /** Bytes that are no text of this charset are kept as they are. */
  private static byte[] filtered(byte[] bytes, Charset charset, UnaryOperator<String> filter) {
    String text = new String(bytes, charset);
    Charset used =
        Arrays.equals(text.getBytes(charset), bytes) ? charset : StandardCharsets.ISO_8859_1;
    return filter.apply(new String(bytes, used)).getBytes(used);
  }

  /**
   * Options of a JVM that prints UTF-8, which elsewhere than on Linux it does not by itself: by the
   * names of Java 19 and newer, and by those before.
   */
  public static List<String> utf8Options() {
    return Stream.of("", "sun.")
        .flatMap(before -> Stream.of(OUT, ERR).map(name -> "-D" + before + name + "=UTF-8"))
        .toList();
  }

  /** The charset of {@code System.out}: from Java 19 on a property says it, before the locale. */
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

  /** Passes on the unfinished line too. */
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
