package dev.onrush.internal.report.history;

import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.FailureText;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@code index.html} next to the folders of runs: the history of all runs, written anew
 * after each run. So that a run does not wait long for the page, it reads at most the newest 1,000
 * runs, and for at most two seconds. If a foreign file of this name exists, this is logged and does
 * not affect the run.
 */
public final class HistoryPage implements RunObserver {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryPage.class);

  private static final String FILE = "index.html";
  private static final Duration AFTER_A_RUN = Duration.ofSeconds(2);
  private static final Duration WHEN_ASKED_FOR = Duration.ofMinutes(1);

  /** The number of bytes at the beginning of a page that contain {@link HtmlPage#MARK}. */
  private static final int HEAD = 2_000;

  @Override
  public void ended(RunRecord result, Path folder) {
    Path reports = folder.toAbsolutePath().normalize().getParent();
    if (reports == null) {
      return;
    }
    try {
      Path unused = write(reports, AFTER_A_RUN);
    } catch (UncheckedIOException e) {
      throw new UnwrittenFilesException(List.of(UnwrittenFile.missing(FILE, cause(e))));
    } catch (RuntimeException e) {
      LOG.warn("the history of runs is not up to date: {}", e.getMessage());
    }
  }

  private static Throwable cause(UncheckedIOException e) {
    Throwable cause = e.getCause();
    return cause == null ? e : cause;
  }

  /**
   * Writes the page.
   *
   * @param reports the folder that contains the folders of runs
   * @return the path of the page
   * @throws IllegalArgumentException if the folder does not exist, or contains an index.html that
   *     Onrush has not written
   * @throws UncheckedIOException if the page cannot be written; the message names the file
   */
  public static Path write(Path reports) {
    return write(reports, WHEN_ASKED_FOR);
  }

  private static Path write(Path reports, Duration patience) {
    Path file = reports.resolve(FILE);
    RunFolder.checkParent(reports);
    try {
      checkOwn(file);
      History history = History.read(reports, patience);
      AtomicFile.write(
          file,
          HtmlPage.HISTORY.of(HistoryData.of(history, reports)).getBytes(StandardCharsets.UTF_8));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + FailureText.of(e), e);
    }
  }

  private static void checkOwn(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      if (!head.contains(HtmlPage.MARK)) {
        throw new IllegalArgumentException(
            file
                + " was not written by Onrush and is kept; move it, or choose another folder for runs with"
                + " -Donrush.reports=FOLDER");
      }
    }
  }
}
