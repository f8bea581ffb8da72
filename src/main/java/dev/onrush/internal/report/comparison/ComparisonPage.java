package dev.onrush.internal.report.comparison;

import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.page.Links;
import dev.onrush.internal.page.RunsOverTime;
import dev.onrush.internal.report.comparison.ComparisonData.Compared;
import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes {@code compare.html}, which shows runs of one plan side by side, to the folder of the last
 * run.
 */
public final class ComparisonPage {

  private static final String FILE = "compare.html";

  private ComparisonPage() {}

  /**
   * Writes the page.
   *
   * @param folders the folders of the runs
   * @param runs the results of the runs, in the order of their folders
   * @param comparisons the comparison of each run except the first with the first run
   * @return the path of the page
   * @throws UncheckedIOException if the page cannot be written; the message names the file
   */
  public static Path write(
      List<Path> folders, List<RunRecord> runs, List<RunComparison> comparisons) {
    Path home = folders.get(folders.size() - 1);
    RunsOverTime overTime =
        new RunsOverTime(
            runs.stream()
                .map(RunRecord::length)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO));
    folders.forEach(folder -> IntervalLog.forEach(folder, overTime.next()));
    List<Compared> compared = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      compared.add(
          new Compared(
              name(folders, i), Links.to(home, folders.get(i), "report.html"), runs.get(i)));
    }
    Path file = home.resolve(FILE);
    try {
      AtomicFile.write(
          file,
          HtmlPage.COMPARISON
              .of(ComparisonData.of(compared, overTime, comparisons))
              .getBytes(StandardCharsets.UTF_8));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + FailureText.of(e), e);
    }
  }

  /** Returns the folder's own name, or its whole path if two folders have the same name. */
  private static String name(List<Path> folders, int i) {
    List<String> names = folders.stream().map(Links::name).toList();
    boolean alone = names.stream().filter(names.get(i)::equals).count() == 1;
    return alone ? names.get(i) : folders.get(i).toString();
  }
}
