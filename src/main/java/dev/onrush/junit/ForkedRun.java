package dev.onrush.junit;

import dev.onrush.internal.cli.jvm.RunProcess;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.launch.process.FolderNotice;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.table.SettingProperties;
import dev.onrush.internal.text.FilteredStream;
import dev.onrush.internal.text.OutputQueue;
import dev.onrush.result.RunResult;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run in a separate JVM, whose console output is copied to the console of this JVM. */
final class ForkedRun {

  private static final String OWN = "onrush.";
  private static final Lock ONE_AT_A_TIME = new ReentrantLock();

  /**
   * The queue to the console of this JVM, shared by all runs, which take place one after the other.
   */
  private static final OutputQueue QUEUE = new OutputQueue(Duration.ofSeconds(1));

  /**
   * The longest time to wait for a console of this JVM that accepts nothing; the rest is printed
   * later.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * The longest time to read the rest of the output after the run has ended. A process that the run
   * has started and not stopped may keep the same output open as long as it lives.
   */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private final List<String> command;
  private final RunConsole console = new RunConsole(QUEUE, System.out);
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

  ForkedRun(Class<?> simulation, Map<String, String> settings, List<String> options) {
    Map<String, String> own = new LinkedHashMap<>();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(OWN))
        .sorted()
        .forEach( // another thread may clear a property meanwhile
            name ->
                Optional.ofNullable(System.getProperty(name))
                    .ifPresent(value -> own.put(name, value)));
    try {
      command =
          RunProcess.command(
              Stream.concat(options.stream(), FilteredStream.utf8Options().stream()).toList(),
              SettingProperties.overlaid(own, settings),
              TestClassPath.of(simulation),
              simulation.getName());
    } catch (IllegalArgumentException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /**
   * A run that has ended and left a result.
   *
   * @param code the exit code of the JVM of the run
   */
  record Ended(Path folder, RunRecord record, int code) {

    /** The HTML report of the run, or the folder if the report is missing. */
    Path report() {
      Path page = folder.resolve("report.html");
      return Files.exists(page) ? page : folder;
    }

    /**
     * The reason why the JVM of a run that passed did not end with exit code 0; empty if it did, or
     * if the run did not pass. A run with the exit code for missing files has passed even if its
     * log says otherwise, because the log may end too early to contain the verdict.
     */
    Optional<String> failureOfPassedRun() {
      boolean passed = code == RunResult.FILES_MISSING || record.verdict() == Verdict.PASS;
      if (code == 0 || !passed) {
        return Optional.empty();
      }
      String files =
          record.unwritten().stream()
              .map(UnwrittenFile::toString)
              .collect(Collectors.joining("; "));
      return Optional.of(
          "the verdict is PASS, but the JVM of the run ended with exit code "
              + code
              + "; "
              + (files.isEmpty() ? "its console output may say why" : files));
    }
  }

  /**
   * Runs the simulation and waits for its end.
   *
   * @throws AssertionError if the run did not take place or left no result
   */
  Ended run() {
    try {
      ONE_AT_A_TIME.lockInterruptibly();
      try {
        return ended();
      } finally {
        ONE_AT_A_TIME.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the run was interrupted", e);
    }
  }

  private Ended ended() throws InterruptedException {
    try (FolderNotice notice = FolderNotice.expected()) {
      int code = start(notice);
      Path named = notice.folder().orElseThrow(() -> new AssertionError(withoutReport(code)));
      RunRecord logged = IntervalLog.read(named);
      // The log ends before the reports are written, so only the console names missing files.
      RunRecord record = code == 0 ? logged : logged.withUnwritten(console.unwritten());
      return new Ended(named, record, code);
    }
  }

  /**
   * Returns the message for a run without a result. The text of a refusal is complete in itself;
   * after any other end, the message gives the exit code and the last line.
   */
  private String withoutReport(int code) {
    if (code == ExitStatus.REFUSED && !console.refusal().isEmpty()) {
      return console.refusal();
    }
    String last = console.last();
    return "the JVM of the run ended with exit code "
        + code
        + " before it wrote a report; "
        + (last.isEmpty() ? "" : "its last line of output: " + last + "; ")
        + "if the run had already sent load, the command \"report FOLDER\" writes the reports from"
        + " its log";
  }

  private int start(FolderNotice notice) throws InterruptedException {
    List<String> told = new ArrayList<>(command);
    told.add(1, notice.option()); // after the name of the program
    int code = RunProcess.run(new ProcessBuilder(told).redirectErrorStream(true), this::follow);
    try {
      reading.get(LONGEST_REST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // All output of the run itself was read; a process that it started holds the output open.
    } catch (ExecutionException e) {
      throw new IllegalStateException("the console of the run cannot be read", e.getCause());
    }
    QUEUE.await(LONGEST_PAUSE); // so that the output of the test comes after that of the run
    return code;
  }

  private void follow(Process process) {
    reading =
        CompletableFuture.runAsync(
            () -> read(process),
            task -> {
              Thread reader = new Thread(task, "onrush-console");
              reader.setDaemon(true);
              reader.start();
            });
  }

  private void read(Process process) {
    try (InputStream printed = process.getInputStream()) {
      process.getOutputStream().close(); // the run gets no input
      console.read(printed);
    } catch (IOException e) {
      // the thread that waits for the process notices its end
    }
  }
}
