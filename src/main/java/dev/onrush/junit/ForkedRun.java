package dev.onrush.junit;

import dev.onrush.internal.cli.jvm.RunProcess;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.launch.role.FolderNotice;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.SettingProperties;
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

/** A run in a JVM of its own, whose console goes to this one's. */
final class ForkedRun {

  private static final String OWN = "onrush.";
  private static final Lock ONE_AT_A_TIME = new ReentrantLock();

  /** To this JVM's console, of all runs one after the other. */
  private static final OutputQueue QUEUE = new OutputQueue(Duration.ofSeconds(1));

  /** A console of this JVM that takes nothing for so long gets the rest later. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * What is left to read when the run has ended. A process that the run has started and not stopped
   * may hold the same output open as long as it lives.
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
        .forEach( // another thread may clear one meanwhile
            name ->
                Optional.ofNullable(System.getProperty(name))
                    .ifPresent(value -> own.put(name, value)));
    command =
        RunProcess.command(
            Stream.concat(options.stream(), FilteredStream.utf8Options().stream()).toList(),
            SettingProperties.overlaid(own, settings),
            System.getProperty("java.class.path"),
            simulation.getName());
  }

  /**
   * A run that has left its result.
   *
   * @param code the exit code of its JVM
   */
  record Ended(Path folder, RunRecord record, int code) {

    /** Its page, or its folder where there is none. */
    Path report() {
      Path page = folder.resolve("report.html");
      return Files.exists(page) ? page : folder;
    }

    /**
     * Why a run that passed does not end as one that did; empty if it does. The log of one whose
     * files are missing may end too early, and does not have its verdict then.
     */
    Optional<String> trouble() {
      boolean passed = code == RunResult.FILES_MISSING || record.verdict() == Verdict.PASS;
      if (code == 0 || !passed) {
        return Optional.empty();
      }
      String files =
          record.unwritten().stream()
              .map(UnwrittenFile::toString)
              .collect(Collectors.joining("; "));
      return Optional.of(
          "the verdict is PASS, and the JVM of the run ended with exit code "
              + code
              + ": "
              + (files.isEmpty() ? "its console may say why" : files));
    }
  }

  /**
   * Runs it.
   *
   * @throws AssertionError if there was no run
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
      // The log ends before the reports are written.
      RunRecord record = code == 0 ? logged : logged.without(console.unwritten());
      return new Ended(named, record, code);
    }
  }

  /** A refusal says all; any other end is none of the run's own. */
  private String withoutReport(int code) {
    if (code == ExitStatus.REFUSED && !console.refusal().isEmpty()) {
      return console.refusal();
    }
    String last = console.last();
    return "the JVM of the run ended with exit code "
        + code
        + " before its report; "
        + (last.isEmpty() ? "" : "its last line: " + last + "; ")
        + "if its load had begun, the command report FOLDER makes a report of its log";
  }

  private int start(FolderNotice notice) throws InterruptedException {
    List<String> told = new ArrayList<>(command);
    told.add(1, notice.option()); // behind the program
    int code = RunProcess.run(new ProcessBuilder(told).redirectErrorStream(true), this::follow);
    try {
      reading.get(LONGEST_REST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // All that the run itself has said was read.
    } catch (ExecutionException e) {
      throw new IllegalStateException("the console of the run cannot be read", e.getCause());
    }
    QUEUE.await(LONGEST_PAUSE); // what the test prints comes after it
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
      process.getOutputStream().close(); // nobody types
      console.read(printed);
    } catch (IOException e) {
      // its end is seen elsewhere
    }
  }
}
