package dev.onrush.internal.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.exchange.ExchangesPage;
import dev.onrush.internal.report.file.JUnitXml;
import dev.onrush.internal.report.file.OpenMetrics;
import dev.onrush.internal.report.file.RequestsCsv;
import dev.onrush.internal.report.file.ResultJson;
import dev.onrush.internal.report.file.TimelineCsv;
import dev.onrush.internal.report.html.ReportData;
import dev.onrush.internal.report.markdown.PullRequestMarkdown;
import dev.onrush.internal.report.markdown.SummaryMarkdown;
import dev.onrush.internal.report.summary.OverTime;
import dev.onrush.internal.report.summary.ReportedRun;
import dev.onrush.internal.report.summary.TimesLog;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.TrialRun;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.RunResult;
import dev.onrush.spi.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The built-in reports: the files that Onrush writes for every run. Each is a {@link Report}, like
 * the reports of a user's project, and registered in {@code META-INF/services}.
 */
public final class BuiltInReports {

  private BuiltInReports() {}

  /** A report that is a text in UTF-8, computed from what is known of a run. */
  private abstract static class Text implements Report {

    private final String fileName;
    private final Function<ReportedRun, String> text;

    Text(String fileName, Function<ReportedRun, String> text) {
      this.fileName = fileName;
      this.text = text;
    }

    @Override
    public final String fileName() {
      return fileName;
    }

    @Override
    public final void write(RunResult result, OutputStream out) throws IOException {
      // getBytes replaces an unpaired surrogate with a question mark, where a writer would throw.
      out.write(text.apply(ReportedRun.of(result)).getBytes(StandardCharsets.UTF_8));
    }

    static Function<ReportedRun, String> ofRecord(Function<RunRecord, String> text) {
      return run -> text.apply(run.record());
    }
  }

  /** The report of a run on one self-contained page. */
  public static final class Html extends Text {

    public static final String FILE = "report.html";

    private static final int ANSWERS = 20;

    /** The maximum length of an answer that is quoted in a sentence. */
    private static final int ANSWER = 200;

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Html() {
      super(FILE, Html::page);
    }

    private static String page(ReportedRun run) {
      ObjectNode data =
          ReportData.of(run.record(), run.overTime().run(), run.overTime().requests());
      run.overTime().duet().ifPresent(duet -> duet.write(data.putObject("duetTime"), run.duet()));
      if (run.hasExchangesPage()) {
        data.put("exchanges", Exchanges.FILE);
        answers(data.putArray("answers"), run.exchanges());
        if (TrialRun.is(run.info())) {
          data.put("once", true);
        }
      }
      return HtmlPage.REPORT.of(data);
    }

    /** Writes what the service answered to the first request of each kind of failure. */
    private static void answers(ArrayNode array, List<Exchange> exchanges) {
      Set<String> errors = new HashSet<>();
      for (Exchange exchange : exchanges) {
        if (exchange.failed()
            && exchange.answer().isPresent()
            && errors.size() < ANSWERS
            && errors.add(exchange.error())) {
          Exchange.Message answer = exchange.answer().get();
          array
              .addObject()
              .put("error", Texts.shown(exchange.error()))
              .put("said", Printable.cut((answer.line() + " " + answer.body()).strip(), ANSWER));
        }
      }
    }
  }

  /**
   * The page of what was sent and answered where requests failed; written only if the run has kept
   * exchanges.
   */
  public static final class Exchanges extends Text {

    public static final String FILE = "exchanges.html";

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Exchanges() {
      super(FILE, ExchangesPage::of);
    }
  }

  /** Thresholds as test cases, for CI. */
  public static final class JUnit extends Text {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public JUnit() {
      super("junit.xml", ofRecord(JUnitXml::of));
    }
  }

  /** Everything that was measured and judged, for programs. */
  public static final class Json extends Text {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Json() {
      super(RunFolder.RESULT, ofRecord(ResultJson::of));
    }
  }

  /** Figures over time, for spreadsheets. */
  public static final class Timeline extends Text {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Timeline() {
      super("timeline.csv", ofRecord(TimelineCsv::of));
    }
  }

  /** Figures by request, for spreadsheets. */
  public static final class Requests extends Text {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Requests() {
      super("requests.csv", ofRecord(RequestsCsv::of));
    }
  }

  /** The run as a page of Markdown. */
  public static final class Summary extends Text {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Summary() {
      super("summary.md", ofRecord(SummaryMarkdown::of));
    }
  }

  /** The run as a comment on a pull request. */
  public static final class PullRequest extends Text {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public PullRequest() {
      super("pull-request.md", ofRecord(PullRequestMarkdown::of));
    }
  }

  /** Figures of the run in OpenMetrics, for GitLab. */
  public static final class Metrics extends Text {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Metrics() {
      super("metrics.txt", ofRecord(OpenMetrics::of));
    }
  }

  /** All response times, as {@link TimesLog} writes them during the run. */
  public static final class Times implements Report {

    /** Creates the report, whose class is named in {@code META-INF/services}. */
    public Times() {}

    @Override
    public String fileName() {
      return OverTime.TIMES;
    }

    @Override
    public void write(RunResult result, OutputStream out) throws IOException {
      ReportedRun.of(result).overTime().writeTimes(out);
    }
  }
}
