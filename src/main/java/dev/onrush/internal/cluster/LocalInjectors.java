package dev.onrush.internal.cluster;

import dev.onrush.internal.machine.ArgumentFile;
import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** The injectors that this JVM has started on its own machine. They end with this JVM. */
final class LocalInjectors {

  private static final int LINES = 3;

  /**
   * The number of bytes read from the end of a log: more than the last lines need, and little even
   * if the log is long.
   */
  private static final int END_BYTES = 16 << 10;

  /**
   * The time that an injector needs to end, in addition to the time for which it may wait for
   * responses.
   */
  private static final Duration LAST_WORDS = Duration.ofSeconds(6);

  /** The time that the operating system needs to end a process that was killed. */
  private static final Duration KILLED = Duration.ofSeconds(1);

  /** Thread-safe, because this JVM may end while injectors are being started. */
  private final List<Process> processes = new CopyOnWriteArrayList<>();

  private final List<ArgumentFile> arguments = new ArrayList<>();
  private final Path folder;

  /** The shutdown hook that ends the injectors if this JVM ends before the run. */
  private final Thread hook;

  private volatile boolean awaitedAtEnd;

  private LocalInjectors(Path folder, Duration awaitAnswers) {
    this.folder = folder;
    this.hook =
        new Thread(() -> endWithThisJvm(LAST_WORDS.plus(awaitAnswers)), "onrush-injectors-end");
  }

  /**
   * Starts the injectors; their output is written to {@code injector-1.log} and so on.
   *
   * @param command returns the command of the injector with the given index
   * @param environment environment variables in addition to those of this JVM
   * @param awaitAnswers how long an injector may wait for responses when the run is ended
   */
  static LocalInjectors start(
      int count,
      IntFunction<List<String>> command,
      Map<String, String> environment,
      Path folder,
      Duration awaitAnswers) {
    LocalInjectors injectors = new LocalInjectors(folder, awaitAnswers);
    Runtime.getRuntime().addShutdownHook(injectors.hook);
    try {
      for (int index = 0; index < count; index++) {
        ProcessBuilder builder =
            new ProcessBuilder(command.apply(index))
                .redirectErrorStream(true)
                .redirectOutput(injectors.log(index).toFile());
        builder.environment().putAll(environment);
        injectors.arguments.add(ArgumentFile.of(builder));
        injectors.processes.add(builder.start());
      }
      return injectors;
    } catch (IOException e) {
      injectors.close(Duration.ZERO);
      throw new UncheckedIOException("an injector could not be started: " + FailureText.of(e), e);
    }
  }

  /**
   * From now on, injectors get time to end by themselves when this JVM ends, because their
   * coordinator can tell them to stop.
   */
  void awaitAtEnd() {
    awaitedAtEnd = true;
  }

  /**
   * Ends the injectors because this JVM ends.
   *
   * @param timeout the time for injectors that can be told to stop; others end at once
   */
  void endWithThisJvm(Duration timeout) {
    awaitEnd(awaitedAtEnd ? timeout : Duration.ZERO);
    kill();
  }

  private Path log(int index) {
    return folder.resolve("injector-" + (index + 1) + ".log");
  }

  /** The index of the injector with this process id. */
  OptionalInt place(long process) {
    for (int index = 0; index < processes.size(); index++) {
      if (processes.get(index).pid() == process) {
        return OptionalInt.of(index);
      }
    }
    return OptionalInt.empty();
  }

  /** How the first injector that is no longer running ended; empty while all are running. */
  Optional<String> failed() {
    for (int index = 0; index < processes.size(); index++) {
      Optional<String> how = ended(index);
      if (how.isPresent()) {
        return Optional.of("before the run began, injector " + (index + 1) + " " + how.get());
      }
    }
    return Optional.empty();
  }

  /** The exit status and last output of the injector with this index; empty while it is running. */
  Optional<String> ended(int index) {
    Process process = processes.get(index);
    return process.isAlive()
        ? Optional.empty()
        : Optional.of(
            "ended with status "
                + process.exitValue()
                + "; the end of its "
                + log(index)
                + ": "
                + lastWords(index));
  }

  private String lastWords(int index) {
    try (SeekableByteChannel log = Files.newByteChannel(log(index))) {
      log.position(Math.max(0, log.size() - END_BYTES));
      byte[] end = Channels.newInputStream(log).readAllBytes();
      // The output may contain any bytes; the text around them is still readable.
      List<String> lines =
          new String(end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: " + FailureText.of(e) + ")";
    }
  }

  /** Waits for the injectors to end, and then kills those that are still running. */
  void close(Duration timeout) {
    awaitEnd(timeout);
    kill();
    arguments.forEach(ArgumentFile::close);
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this JVM is already shutting down
    }
  }

  /**
   * Deletes what the injectors have written: their output and their folders. They are closed, and
   * their load has not begun.
   *
   * @param reason why there is no run; if it names an injector's output, everything is kept
   */
  void discard(String reason) {
    if (reason.contains(folder.toString())) {
      return;
    }
    awaitEnd(KILLED);
    try {
      for (int index = 0; index < processes.size(); index++) {
        FolderTree.delete(log(index));
      }
      FolderTree.delete(reports(folder));
    } catch (IOException e) {
      // the reason why there was no run is reported; remaining files do no harm
    }
  }

  /** The folder for the folders of the injectors, in the folder of the run. */
  static Path reports(Path folder) {
    return folder.resolve("injectors");
  }

  private void awaitEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (Process process : processes) {
      try {
        boolean unused =
            process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void kill() {
    processes.forEach(Process::destroyForcibly);
  }
}
