package dev.onrush.internal.importing;

import dev.onrush.internal.importing.file.LineReader;
import dev.onrush.internal.importing.file.UnpackedFile;
import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.importing.log.OtlpDocuments;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads all lines of some logs. Counts the broken lines and keeps the first few to show. */
final class LogFiles {

  private static final int SHOWN = 3;
  private static final int LONGEST_SHOWN = 120;
  private static final String CUT =
      "the compressed file is cut off or damaged; nothing is read from here on";
  private static final long BETWEEN_LINES_OF_PROGRESS = 3_000_000_000L;

  /** The number of lines after which the clock is read. */
  private static final int OFTEN = 1 << 14;

  private final Consumer<String> progress;
  private final List<String> broken = new ArrayList<>();
  private long brokenLines;
  private long lines;
  private long told = System.nanoTime();

  /**
   * Creates a reader that has read nothing yet.
   *
   * @param progress receives a line of progress every few seconds
   */
  LogFiles(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Reads a file of a log in its format. */
  interface Reading {

    /**
     * Reads the file.
     *
     * @param files counts the lines of the file
     * @param to receives each request; it returns false to stop
     * @throws IOException if the file cannot be read
     */
    void read(LogFiles files, Path file, Predicate<LogEntry> to) throws IOException;
  }

  /**
   * Reads a file to its end.
   *
   * @param to receives each request; it returns false to stop
   * @throws IOException if the file cannot be read
   */
  void read(Path file, LineFormat format, Predicate<LogEntry> to) throws IOException {
    try (UnpackedFile unpacked = UnpackedFile.open(file)) {
      readLines(file, unpacked, format, to);
    }
  }

  private void readLines(
      Path file, UnpackedFile unpacked, LineFormat format, Predicate<LogEntry> to)
      throws IOException {
    long size = size(file);
    long number = 0;
    AtomicBoolean more = new AtomicBoolean(true);
    try (LineReader reader = new LineReader(unpacked)) {
      Optional<String> line = reader.next();
      for (; line.isPresent() && more.get(); line = reader.next()) {
        number++;
        if (!line.get().isBlank() && !line.get().startsWith("#")) {
          lines++;
          if (!format.read(line.get(), entry -> more.set(to.test(entry) && more.get()))) {
            broken(file, number, line.get());
          }
        }
        if (number % OFTEN == 0) {
          tell(file, reader.bytes(), size);
        }
      }
      if (reader.isDamaged()) {
        lines++;
        broken(file, number + 1, CUT);
      }
    }
  }

  /**
   * Reads traces to their end: line by line if each line is an export, otherwise in any layout, up
   * to the first error in the JSON.
   *
   * @param to receives each request; it returns false to stop
   * @throws IOException if the file cannot be read
   */
  void readTraces(Path file, Predicate<LogEntry> to) throws IOException {
    try (UnpackedFile unpacked = UnpackedFile.open(file)) {
      // The layout is recognised from the same stream, because a pipe can be read only once.
      if (OtlpDocuments.areLines(unpacked.head(LineReader.LONGEST))) {
        readLines(file, unpacked, LineFormats.otlp(), to);
      } else {
        readDocuments(file, unpacked, to);
      }
    }
  }

  private void readDocuments(Path file, UnpackedFile unpacked, Predicate<LogEntry> to)
      throws IOException {
    long size = size(file);
    long[] spans = {0};
    OtlpDocuments.Read read =
        OtlpDocuments.read(
            unpacked.content(),
            entry -> {
              if (++spans[0] % OFTEN == 0) {
                tell(file, unpacked.bytes(), size);
              }
              return to.test(entry);
            });
    lines += read.lines();
    if (!read.isWhole()) {
      broken(file, read.lines(), "not JSON; nothing is read from here on");
    } else if (unpacked.isDamaged()) {
      lines++;
      broken(file, read.lines() + 1, CUT);
    }
  }

  /**
   * The size of a regular file, otherwise 0. For a pipe, some systems report the size of what it
   * contains at this moment.
   */
  private static long size(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  private void broken(Path file, long number, String line) {
    brokenLines++;
    if (broken.size() < SHOWN) {
      String text = Printable.line(line.substring(0, Math.min(LONGEST_SHOWN, line.length())));
      broken.add(
          file.getFileName()
              + " line "
              + Quantity.count(number)
              + ": "
              + text
              + (line.length() > LONGEST_SHOWN ? " …" : ""));
    }
  }

  private void tell(Path file, long bytes, long size) {
    long now = System.nanoTime();
    if (now - told > BETWEEN_LINES_OF_PROGRESS) {
      told = now;
      progress.accept(progress(file, bytes, size, lines));
    }
  }

  /**
   * Returns a line of progress.
   *
   * @param bytes the number of bytes read
   * @param size the size of the file; 0 for a pipe
   */
  static String progress(Path file, long bytes, long size, long lines) {
    String read = size == 0 ? size(bytes) : 100 * bytes / size + " % of " + size(size);
    return "Reading " + file.getFileName() + ": " + read + ", " + Quantity.count(lines) + " lines";
  }

  private static String size(long bytes) {
    return bytes >= 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /** The number of lines that are neither empty nor comments. */
  long lines() {
    return lines;
  }

  /** The number of lines that do not have the format. */
  long brokenLines() {
    return brokenLines;
  }

  /** The first broken lines, for messages. */
  List<String> broken() {
    return List.copyOf(broken);
  }
}
