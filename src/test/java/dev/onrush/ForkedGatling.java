package dev.onrush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Gatling's own main in a JVM of its own, as the Maven plugin starts it. */
public final class ForkedGatling {

  private final Process process;
  private final Path folder;

  private ForkedGatling(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Starts a simulation; its results go to {@code folder}. */
  public static ForkedGatling start(Class<?> simulation, Path folder, String... options) {
    return startOn(System.getProperty("java.class.path"), simulation, folder, options);
  }

  /** The same with another class path than that of this JVM. */
  public static ForkedGatling startOn(
      String classPath, Class<?> simulation, Path folder, String... options) {
    try {
      Files.createDirectories(folder);
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElseThrow());
      command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
      command.add("-Djava.util.prefs.PreferencesFactory=dev.onrush.gatling.NoVersionCheck");
      command.add("-Dlogback.configurationFile=" + quietLogging(folder));
      command.add("-Donrush.reports=" + folder);
      command.addAll(List.of(options));
      command.addAll(
          List.of(
              "-cp",
              classPath,
              "io.gatling.app.Gatling",
              "-s",
              simulation.getName(),
              "-rf",
              folder.toString()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.txt").toFile())
              .start();
      return new ForkedGatling(process, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end; its exit status. */
  public int exitStatus() {
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("Gatling did not end: " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public Process process() {
    return process;
  }

  /** All that it has printed. */
  public String output() {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one run's folder that it has made. */
  public Path runFolder() {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> folders = entries.filter(Files::isDirectory).toList();
      if (folders.size() != 1) {
        throw new AssertionError(folders + "\n" + output());
      }
      return folders.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path quietLogging(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("logback.xml"), "<configuration><root level=\"OFF\"/></configuration>");
  }
}
