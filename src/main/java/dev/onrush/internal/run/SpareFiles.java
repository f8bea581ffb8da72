package dev.onrush.internal.run;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * File descriptors that are reserved during a run and released at its end, so that reports can be
 * written even if the run's connections have used up all other descriptors.
 */
final class SpareFiles implements AutoCloseable {

  /**
   * Enough for the reports and the classes that write them, each of which is one open file at a
   * time.
   */
  private static final int FILES = 24;

  private final List<Channel> files = new ArrayList<>();

  private SpareFiles() {}

  /**
   * Reserves as many descriptors as are available, up to the limit.
   *
   * @param file an existing file, which is only read
   */
  static SpareFiles open(Path file) {
    SpareFiles spare = new SpareFiles();
    try {
      for (int i = 0; i < FILES; i++) {
        spare.files.add(Files.newByteChannel(file));
      }
    } catch (IOException e) {
      // the descriptors that could be opened are kept
    }
    return spare;
  }

  @Override
  public void close() {
    for (Channel file : files) {
      try {
        file.close();
      } catch (IOException e) {
        // the file was only read
      }
    }
    files.clear();
  }
}
