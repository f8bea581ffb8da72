package dev.onrush.spi;

import dev.onrush.result.RunResult;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A report: a file that is written for every run, in a format of your own. Name your class, which
 * needs a public constructor without parameters, in {@code
 * META-INF/services/dev.onrush.spi.Report}. The reports of Onrush itself are found in the same way.
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
 * <p>A report is written once all users have left, on a separate thread, at the same time as the
 * other reports. It has two minutes. The file appears under its name only when it is complete. If a
 * report throws or takes longer, a note in the result says so, and the other reports are not
 * affected. A run whose verdict is PASS then ends with exit code {@value RunResult#FILES_MISSING}.
 * The setting {@code onrush.withoutReports = ["verdicts.txt"]} turns a report off.
 *
 * @since 0.1.0
 */
public interface Report {

  /**
   * The name of the file in the run's folder. It is constant, contains no path, differs from the
   * names of all other reports, and does not end in {@code .jsonl} or {@code .log}: these are files
   * of the run itself.
   */
  String fileName();

  /**
   * Writes the file.
   *
   * @param result the result of the run; secrets in it are masked
   * @param out a buffered stream; this method may close it, but need not
   * @throws IOException if the file cannot be written
   */
  void write(RunResult result, OutputStream out) throws IOException;
}
