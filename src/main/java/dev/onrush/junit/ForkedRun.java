package dev.onrush.junit;

import dev.onrush.internal.cli.jvm.RunProcess;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.SettingProperties;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import java.util.stream.Stream;

/** A run in a JVM of its own, whose console goes to this one's. */
final class ForkedRun {

  /** What the console says of the folder of a run that has ended. */
  private static final List<String> FOLDER = List.of("Report: ", "Folder: ");

  private static final String OWN = "onrush.";
  private static final Lock ONE_AT_A_TIME = new ReentrantLock();

  /**
   * What is left to read when the run has ended. A process that the run has started and not stopped
   * may hold the same output open as long as it lives.
   */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  /** The names of Java 19 and newer, and those before; elsewhere than on Linux it is no UTF-8. */
  private static final List<String> PRINTS_UTF_8 =
      List.of(
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-Dsun.stdout.encoding=UTF-8",
          "-Dsun.stderr.encoding=UTF-8");

  private final List<String> command;
  private CompletableFuture<Void> console = CompletableFuture.completedFuture(null);
  private volatile String last = "";
  private volatile Optional<Path> folder = Optional.empty();

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
            Stream.concat(options.stream(), PRINTS_UTF_8.stream()).toList(),
            SettingProperties.overlaid(own, settings),
            System.getProperty("java.class.path"),
            simulation.getName());
  }

  /** A run that has left its result. */
  record Ended(Path folder, RunRecord record) {

    /** Its page, or its folder where there is none. */
    Path report() {
      Path page = folder.resolve("report.html");
      return Files.exists(page) ? page : folder;
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
        return ended(start());
      } finally {
        ONE_AT_A_TIME.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the run was interrupted", e);
    }
  }

  private Ended ended(int code) {
    Path named =
        folder.orElseThrow(
            () ->
                new AssertionError(
                    last.isEmpty() ? "the JVM of the run ended with exit code " + code : last));
    return new Ended(named, IntervalLog.read(named));
  }

  private int start() throws InterruptedException {
    int code = RunProcess.run(new ProcessBuilder(command).redirectErrorStream(true), this::follow);
    try {
      console.get(LONGEST_REST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // All that the run itself has said was read.
    } catch (ExecutionException e) {
      throw new IllegalStateException("the console of the run cannot be read", e.getCause());
    }
    return code;
  }

  private void follow(Process process) {
    console =
        CompletableFuture.runAsync(
            () -> read(process),
            task -> {
              Thread reader = new Thread(task, "onrush-console");
              reader.setDaemon(true);
              reader.start();
            });
  }

  private void read(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      process.getOutputStream().close(); // nobody types
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        String told = line;
        FOLDER.stream()
            .filter(told::startsWith)
            .forEach(begin -> folder = Optional.of(Path.of(told.substring(begin.length()))));
        last = line.isBlank() ? last : line;
      }
    } catch (IOException e) {
      // its end is seen elsewhere
    }
  }
}
