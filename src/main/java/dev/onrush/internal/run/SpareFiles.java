package dev.onrush.internal.run;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * File descriptors that are kept while a run goes and given back at its end, so that reports can be
 * written also by a run whose connections have used up all others.
 */
final class SpareFiles implements AutoCloseable {

  /** Reports, and the classes that write them, each a file at a time. */
  private static final int FILES = 24;

  private final List<Channel> files = new ArrayList<>();

  private SpareFiles() {}

  /**
   * As many as there are.
   *
   * @param file exists; it is only read
   */
  static SpareFiles open(Path file) {
    SpareFiles spare = new SpareFiles();
    try {
      for (int i = 0; i < FILES; i++) {
        spare.files.add(Files.newByteChannel(file));
      }
    } catch (IOException e) {
      // what is there is kept
    }
    return spare;
  }

  @Override
  public void close() {
    for (Channel file : files) {
      try {
        file.close();
      } catch (IOException e) {
        // it was only read
      }
    }
    files.clear();
  }
}
