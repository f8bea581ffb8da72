package dev.onrush.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.OwnServices;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.result.RunResult;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import dev.onrush.spi.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of a user's project, in addition to the built-in ones. */
class ReportsTest {

  private static final List<String> BUILT_IN =
      List.of(
          "exchanges.html",
          "junit.xml",
          "metrics.txt",
          "pull-request.md",
          "report.html",
          "requests.csv",
          "result.json",
          "summary.md",
          "timeline.csv",
          "times.hlog");

  /** A run without a log has no response times over time, and no exchanges. */
  private static final List<String> WITHOUT_LOG = BUILT_IN.subList(1, BUILT_IN.size() - 1);

  @TempDir Path folder;

  /** The example in the documentation. */
  public static final class Verdicts implements Report {
    @Override
    public String fileName() {
      return "verdicts.txt";
    }

    @Override
    public void write(RunResult result, OutputStream out) throws IOException {
      for (Judgement judgement : result.judgements()) {
        out.write((judgement + "\n").getBytes(UTF_8));
      }
    }
  }

  /** Writes half of its output, and throws an exception. */
  public static final class Throwing implements Report {
    @Override
    public String fileName() {
      return "throwing.txt";
    }

    @Override
    public void write(RunResult result, OutputStream out) throws IOException {
      out.write("half".getBytes(UTF_8));
      throw new IllegalStateException("boom");
    }
  }

  /** Has the name of a built-in report. */
  public static final class Taken implements Report {
    @Override
    public String fileName() {
      return "junit.xml";
    }

    @Override
    public void write(RunResult result, OutputStream out) {}
  }

  /** Would replace the log on a system on which names that differ in case only are one file. */
  public static final class Overwriting implements Report {
    @Override
    public String fileName() {
      return "Intervals.jsonl";
    }

    @Override
    public void write(RunResult result, OutputStream out) {}
  }

  /** Would write outside the run's folder. */
  public static final class Outside implements Report {
    @Override
    public String fileName() {
      return "../outside.txt";
    }

    @Override
    public void write(RunResult result, OutputStream out) {}
  }

  /** Cannot be instantiated. */
  public static final class Unmakeable implements Report {
    public Unmakeable(String unused) {}

    @Override
    public String fileName() {
      return "unmakeable.txt";
    }

    @Override
    public void write(RunResult result, OutputStream out) {}
  }

  /** Never returns. */
  private static final class Hanging implements Report {
    @Override
    public String fileName() {
      return "hanging.txt";
    }

    @Override
    public void write(RunResult result, OutputStream out) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Runs {@code asked} with these reports in META-INF/services, in addition to the built-in ones.
   */
  private <T> T with(List<Class<?>> reports, Supplier<T> asked) {
    return OwnServices.with(folder.resolve("services"), Report.class, reports, asked);
  }

  private List<String> written() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void built_in_reports_are_found_as_those_of_a_project_are() {
    assertThat(Reports.load(Set.of())).extracting(Report::fileName).isEqualTo(BUILT_IN);
  }

  @Test
  void a_report_of_a_project_is_written_beside_the_built_in_ones() throws IOException {
    RunRecord result = ReportTest.result();
    ReportFiles files = with(List.of(Verdicts.class), () -> new ReportFiles(Set.of()));

    files.ended(result, folder);

    assertThat(written()).containsAll(WITHOUT_LOG).contains("verdicts.txt").hasSize(9);
    assertThat(folder.resolve("verdicts.txt"))
        .hasContent(String.join("\n", result.judgements().stream().map(j -> j + "").toList()));
  }

  @Test
  void a_report_that_is_switched_off_is_not_written() throws IOException {
    new ReportFiles(Set.of("summary.md", "report.html")).ended(ReportTest.result(), folder);

    assertThat(written()).hasSize(6).doesNotContain("summary.md", "report.html");
  }

  @Test
  void a_report_that_throws_is_a_note_and_hides_no_other() throws IOException {
    RunRecord result = ReportTest.result();
    ReportFiles files =
        with(List.of(Throwing.class, Verdicts.class), () -> new ReportFiles(Set.of()));

    assertThatExceptionOfType(UnwrittenFilesException.class)
        .isThrownBy(() -> files.ended(result, folder))
        .satisfies(
            e ->
                assertThat(e.files())
                    .containsExactly(
                        new UnwrittenFile(
                            "throwing.txt",
                            "was not written: java.lang.IllegalStateException: boom")));

    assertThat(written()).containsAll(WITHOUT_LOG).contains("verdicts.txt").hasSize(9);
  }

  @Test
  void a_run_that_passed_without_a_report_of_a_project_does_not_exit_with_0() {
    UnwrittenFile missing = new UnwrittenFile("verdicts.txt", "was not written: no room");
    RunRecord sample = ReportTest.result();
    RunRecord passed =
        new RunRecord(
            sample.info(),
            RunEnd.COMPLETED,
            sample.timeline(),
            sample.judgements().stream().filter(j -> j.verdict() == Verdict.PASS).toList(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());

    assertThat(passed.verdict()).isEqualTo(Verdict.PASS);
    assertThat(passed.exitCode()).isZero();
    assertThat(passed.withUnwritten(List.of(missing)).exitCode())
        .isEqualTo(RunResult.FILES_MISSING);
    assertThat(passed.withUnwritten(List.of(missing)).notes())
        .contains("verdicts.txt was not written: no room");
    IOException full = new IOException("no room");
    assertThat(lastLine(passed, missing, UnwrittenFile.incomplete("intervals.jsonl", full)))
        .endsWith("; but 1 file was not written and 1 file is not complete, so the exit code is 6");
    assertThat(lastLine(passed, missing, missing))
        .endsWith("; but 2 files were not written, so the exit code is 6");
    assertThat(
            lastLine(
                passed,
                UnwrittenFile.incomplete("intervals.jsonl", full),
                UnwrittenFile.incomplete("service.jsonl", full)))
        .endsWith("; but 2 files are not complete, so the exit code is 6");
  }

  private static String lastLine(RunRecord run, UnwrittenFile... files) {
    return ConsoleSummary.text(run.withUnwritten(List.of(files)), Path.of("x"))
        .lines()
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  @Test
  void a_report_that_never_returns_is_given_up() throws IOException {
    ReportFiles files =
        new ReportFiles(List.of(new Hanging(), new Verdicts()), Duration.ofSeconds(1), Thread::new);

    assertThatExceptionOfType(UnwrittenFilesException.class)
        .isThrownBy(() -> files.ended(ReportTest.result(), folder))
        .withMessageContaining("hanging.txt was not written: writing took longer than 1 s");

    assertThat(folder.resolve("hanging.txt")).doesNotExist();
  }

  /** Has no name, because its class cannot be loaded. */
  private static final class Nameless implements Report {
    @Override
    public String fileName() {
      throw new NoClassDefFoundError("dev/onrush/Gone");
    }

    @Override
    public void write(RunResult result, OutputStream out) {}
  }

  @Test
  void a_report_that_cannot_say_its_name_hides_no_other() {
    ReportFiles files =
        new ReportFiles(
            List.of(new Nameless(), new Verdicts()), Duration.ofMinutes(1), Thread::new);

    assertThatExceptionOfType(UnwrittenFilesException.class)
        .isThrownBy(() -> files.ended(ReportTest.result(), folder))
        .withMessage(
            "dev.onrush.internal.report.ReportsTest$Nameless was not written:"
                + " java.lang.NoClassDefFoundError: dev/onrush/Gone");

    assertThat(folder.resolve("verdicts.txt")).exists();
  }

  /** An exception that cannot be logged because memory is exhausted. */
  private static final class Unloggable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new OutOfMemoryError("Java heap space");
    }

    @Override
    public String toString() {
      return "no thread at all";
    }
  }

  @Test
  void what_ends_the_writing_of_reports_has_all_that_are_left_missing() {
    ReportFiles files =
        new ReportFiles(
            List.of(new Nameless(), new Verdicts()),
            Duration.ofMinutes(1),
            task -> {
              throw new Unloggable();
            });

    assertThatExceptionOfType(UnwrittenFilesException.class)
        .isThrownBy(() -> files.ended(ReportTest.result(), folder))
        .withMessage(
            "dev.onrush.internal.report.ReportsTest$Nameless was not written: no thread at all;"
                + " verdicts.txt was not written: no thread at all");
  }

  @Test
  void reports_are_written_where_no_further_thread_can_be_had() {
    ReportFiles files =
        new ReportFiles(
            List.of(new Throwing(), new Verdicts()),
            Duration.ofMinutes(1),
            task ->
                new Thread(task) {
                  @Override
                  public synchronized void start() {
                    throw new OutOfMemoryError("unable to create native thread");
                  }
                });

    assertThatExceptionOfType(UnwrittenFilesException.class)
        .isThrownBy(() -> files.ended(ReportTest.result(), folder))
        .withMessage("throwing.txt was not written: java.lang.IllegalStateException: boom");

    assertThat(folder.resolve("verdicts.txt")).exists();
  }

  @Test
  void a_report_that_cannot_be_used_is_refused_before_the_run() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(List.of(Unmakeable.class), () -> Reports.load(Set.of())))
        .withMessageStartingWith(
            "a report in META-INF/services/dev.onrush.spi.Report cannot be created: ")
        .withMessageEndingWith("; it needs a public constructor without parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(List.of(Outside.class), () -> Reports.load(Set.of())))
        .withMessage(
            "fileName() of dev.onrush.internal.report.ReportsTest$Outside was"
                + " \"../outside.txt\"; write up to 100 letters, digits, '.', '_' and '-', without"
                + " a path, for example verdicts.txt");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(List.of(Taken.class), () -> Reports.load(Set.of())))
        .withMessageStartingWith("two reports are named \"junit.xml\": ")
        .withMessageContaining("dev.onrush.internal.report.ReportsTest$Taken")
        .withMessageEndingWith("; give one of them another fileName()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(List.of(Overwriting.class), () -> Reports.load(Set.of())))
        .withMessage(
            "fileName() of dev.onrush.internal.report.ReportsTest$Overwriting was"
                + " \"Intervals.jsonl\"; files that end in .jsonl or .log, and gatling, belong to the"
                + " run itself; write another name, for example verdicts.txt");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reports.load(Set.of("report.htm")))
        .withMessage(
            "onrush.withoutReports contains \"report.htm\", which is not a report; the reports are "
                + String.join(", ", BUILT_IN));
  }
}
