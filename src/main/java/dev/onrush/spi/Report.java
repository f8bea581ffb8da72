package dev.onrush.spi;

import dev.onrush.result.RunResult;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that is made of every run, in a format of your own. Name your class, which has a public
 * constructor without parameters, in {@code META-INF/services/dev.onrush.spi.Report}; the files
 * that Onrush writes itself are found in the same way.
 *
 * <pre>{@code
 * public class Verdicts implements Report {
 *   @Override
 *   public String fileName() {
 *     return "verdicts.txt";
 *   }
 *
 *   @Override
 *   public void write(RunResult result, OutputStream out) throws IOException {
 *     for (Judgement judgement : result.judgements()) {
 *       out.write((judgement + "\n").getBytes(StandardCharsets.UTF_8));
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A report is written once all users have left, on a thread of its own, beside the other
 * reports; it has two minutes. The file appears under its name only when it is whole. A report that
 * throws, or takes longer, is a note in the result, leaves the other reports as they are, and a run
 * whose verdict is PASS then ends with exit code {@value RunResult#FILES_MISSING}. With {@code
 * onrush.withoutReports = ["verdicts.txt"]} it is not written.
 *
 * @since 0.1.0
 */
public interface Report {

  /**
   * The name of the file in the run's folder. Constant, without a path, and unlike that of any
   * other report.
   */
  String fileName();

  /**
   * Writes the file.
   *
   * @param result of the run; secrets in it are masked
   * @param out is buffered; whether it is closed or not makes no difference
   * @throws IOException if it cannot be written
   */
  void write(RunResult result, OutputStream out) throws IOException;
}
