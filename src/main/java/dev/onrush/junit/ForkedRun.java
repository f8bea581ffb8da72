package dev.onrush.junit;

import dev.onrush.internal.cli.JvmOptions;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.settings.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A run in a JVM of its own, whose console goes to this one's. */
final class ForkedRun {

  /** What the console says of the folder of a run that has ended. */
  private static final List<String> FOLDER = List.of("Report: ", "Folder: ");

  /** A run that is ended by a signal writes its reports first. */
  private static final long LONGEST_END = TimeUnit.MINUTES.toSeconds(3);

  private static final String OWN = "onrush.";
  private static final Object ONE_AT_A_TIME = new Object();

  private final List<String> command = JvmOptions.command();
  private String last = "";
  private Optional<Path> folder = Optional.empty();

  ForkedRun(Class<?> simulation, Map<String, String> settings, List<String> options) {
    Map<String, String> all = new LinkedHashMap<>();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(OWN))
        .sorted()
        .forEach(name -> all.put(name, System.getProperty(name)));
    all.putAll(settings);
    command.addAll(options);
    all.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.gatling.app.Gatling",
            "-s",
            simulation.getName(),
            "-rf",
            all.getOrDefault(
                Setting.REPORTS.property(), Setting.REPORTS.byDefault().orElseThrow())));
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
    synchronized (ONE_AT_A_TIME) {
      int code = start();
      if (folder.isEmpty()) {
        throw new AssertionError(
            last.isEmpty() ? "the JVM of the run ended with exit code " + code : last);
      }
      return new Ended(folder.get(), IntervalLog.read(folder.get()));
    }
  }

  private int start() {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM of the run cannot be started: " + e.getMessage(), e);
    }
    Thread hook = new Thread(() -> end(process), "onrush-end");
    Runtime.getRuntime().addShutdownHook(hook);
    Thread reader = new Thread(() -> read(process), "onrush-console");
    reader.start();
    try {
      process.getOutputStream().close();
      int code = process.waitFor();
      reader.join();
      return code;
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new AssertionError("the run was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void read(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
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

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
