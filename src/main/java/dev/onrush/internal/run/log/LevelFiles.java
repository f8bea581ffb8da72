package dev.onrush.internal.run.log;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.IntervalSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Writes the files of one level of an interval log, and sums their lines for the next level. */
final class LevelFiles implements AutoCloseable {

  private final Path folder;
  private final int index;
  private final long part;
  private final long level;

  /** The sum of the lines that the next level does not contain yet. */
  private final IntervalSum sum = new IntervalSum();

  private final Deque<Part> parts = new ArrayDeque<>();
  private @Nullable LogFile writing;
  private int files;
  private long bytes;

  /** The number of the interval with which the next line starts. */
  private long next;

  /** The number of the first interval that the next level does not contain yet. */
  private long summed;

  /** A complete file, and the number of the interval that follows it. */
  private record Part(Path file, long size, long end) {}

  /**
   * Creates a level without lines.
   *
   * @param index the level, from 0, which is the finest
   * @param first the number of the interval with which its first line starts
   * @param part the maximum size of a file, in bytes
   * @param level the maximum size of all files, in bytes, without the file that is being written
   */
  LevelFiles(Path folder, int index, long first, long part, long level) {
    this.folder = folder;
    this.index = index;
    this.part = part;
    this.level = level;
    this.next = first;
    this.summed = first;
  }

  /**
   * Adds a line. If it cannot be written, nothing changes.
   *
   * @param number the number of the first interval in the line
   * @param count the number of intervals of which the line is the sum
   */
  void line(Interval interval, long number, long count) throws IOException {
    LogFile file = writing;
    if (file != null && file.size() >= part) {
      parts.add(new Part(file.path(), file.size(), next));
      bytes += file.size();
      writing = null;
      file.close();
      file = null;
    }
    if (file == null) {
      file = LogFile.create(folder, index, files + 1);
      writing = file;
      files++;
    }
    file.line(interval, number, count);
    next = number + count;
    sum.add(interval);
  }

  /**
   * Adds the sum of the latest lines to the next level, if there are at least {@code lines} of
   * them. There may be more if the sum could not be written before.
   *
   * @param coarser returns the next level, whose first line starts with the interval of the given
   *     number
   * @return whether the sum was added
   */
  boolean sumUp(int lines, LongFunction<LevelFiles> coarser) throws IOException {
    if (sum.intervals() < lines) {
      return false;
    }
    coarser.apply(summed).line(sum.sum(), summed, next - summed);
    sum.clear();
    summed = next;
    trim();
    return true;
  }

  /**
   * Deletes the oldest files while the size is over the limit and the next level contains their
   * intervals.
   */
  private void trim() throws IOException {
    while (bytes > level && !parts.isEmpty() && parts.getFirst().end <= summed) {
      Part oldest = parts.removeFirst();
      Files.deleteIfExists(oldest.file);
      bytes -= oldest.size;
    }
  }

  @Override
  public void close() throws IOException {
    if (writing != null) {
      writing.close();
    }
  }
}
