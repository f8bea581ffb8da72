package dev.onrush.internal.report.console;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.report.BuiltInReports;
import dev.onrush.internal.report.exchange.ExchangeText;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.Printable;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the exchanges and the verdict of a run in which one user of each class performs each task
 * once.
 */
public final class TrialRunSummary implements RunObserver {

  private final PrintStream out;

  public TrialRunSummary(PrintStream out) {
    this.out = out;
  }

  /** Prints a block of lines for each exchange. */
  public void print(List<Exchange> exchanges) {
    exchanges.forEach(exchange -> out.print(ExchangeText.of(exchange)));
    out.flush();
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    StringBuilder text = new StringBuilder("\n");
    for (String note : result.notes()) {
      text.append("Note: ").append(Printable.line(note)).append('\n');
    }
    Path page = folder.resolve(BuiltInReports.Exchanges.FILE);
    text.append(Files.exists(page) ? "Page: " + page : "Folder: " + folder).append('\n');
    text.append(result.verdict()).append(": ").append(Printable.line(result.reason()));
    out.println(text);
    out.flush();
  }
}
