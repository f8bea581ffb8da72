package dev.onrush.internal.run.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the files of one level of an interval log as a single sequence of lines. */
final class LogLevel implements AutoCloseable {

  private final Path folder;
  private final Deque<Path> files;
  private final boolean checked;
  private final List<String> findings = new ArrayList<>();
  private @Nullable Path file;
  private @Nullable LogLines lines;
  private LogLines.@Nullable Line line;

  LogLevel(Path folder, List<Path> files, boolean checked) throws IOException {
    this.folder = folder;
    this.files = new ArrayDeque<>(files);
    this.checked = checked;
    advance();
  }

  /** The current file, relative to the run's folder. */
  String name() {
    return folder.relativize(Objects.requireNonNull(file)).toString();
  }

  /** The current line; null at the end. */
  LogLines.@Nullable Line line() {
    return line;
  }

  /** Returns the current line, and advances to the next one. */
  LogLines.Line take() throws IOException {
    LogLines.Line taken = Objects.requireNonNull(line);
    advance();
    return taken;
  }

  /** Skips all lines before the interval with this number. */
  void skipTo(long number) throws IOException {
    while (line != null && line.first() < number) {
      advance();
    }
  }

  private void advance() throws IOException {
    while (true) {
      if (lines != null) {
        line = lines.next();
        if (line == null) {
          close();
        } else if (line.interval() != null) {
          return;
        }
      } else if (files.isEmpty()) {
        line = null;
        return;
      } else {
        open(files.poll());
      }
    }
  }

  /**
   * Opens the next file. Only the oldest files are deleted during a run, so that a gap between the
   * file numbers is a finding.
   */
  private void open(Path next) throws IOException {
    if (file != null && LogFile.number(next) > LogFile.number(file) + 1) {
      findings.add(
          "a file between "
              + folder.relativize(file)
              + " and "
              + next.getFileName()
              + " is missing");
    }
    file = next;
    lines = LogLines.open(next);
    lines.expect(1, checked);
  }

  /** The damage of the files that have been read so far. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      String name = name();
      lines.findings().forEach(finding -> findings.add(name + " " + finding));
      lines.close();
      lines = null;
    }
  }
}
