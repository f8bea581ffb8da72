package dev.onrush.internal.run.file;

import dev.onrush.internal.run.record.RunName;
import dev.onrush.internal.text.FailureText;
import dev.onrush.result.UnwrittenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates and discards the folder to which a run writes its files. */
public final class RunFolder {

  /**
   * The size of the file that is written as a probe: about as large as the first line of a log.
   * Some file systems store a smaller file together with its name, so that it can be written even
   * if there is no room for a log.
   */
  private static final int PROBE = 4_096;

  /** The file for the output of the service under test, if Onrush has started it. */
  public static final String SERVICE_LOG = "service.log";

  /** The file for the output of service A of a duet. */
  public static final String SERVICE_LOG_OF_A = "service-a.log";

  /** The file for the output of service B of a duet. */
  public static final String SERVICE_LOG_OF_B = "service-b.log";

  /** The result of a run, which others read as well. */
  public static final String RESULT = "result.json";

  private RunFolder() {}

  /**
   * Checks the folder that contains the folders of runs.
   *
   * @throws IllegalArgumentException if it does not exist, or is not a folder
   */
  public static void checkParent(Path reports) {
    if (!Files.isDirectory(reports)) {
      throw new IllegalArgumentException(
          "folder of runs was "
              + reports
              + (Files.exists(reports) ? ", which is not a folder" : ", which does not exist")
              + "; choose another with -Donrush.reports=FOLDER");
    }
  }

  /**
   * Deletes the folder of a run that never started, unless it contains any data, such as the output
   * of a service.
   */
  public static void discard(Path folder) {
    discard(folder, log -> !hasText(log));
  }

  /** Deletes the folder of a run that never started, including the output of services. */
  public static void discardAll(Path folder) {
    discard(folder, log -> true);
  }

  /** Deletes the output of one service, and the folder if it is then empty. */
  public static void discard(Path folder, String log) {
    discard(folder, folder.resolve(log)::equals);
  }

  private static void discard(Path folder, Predicate<Path> unwanted) {
    try {
      for (Path log : serviceLogs(folder).filter(unwanted).toList()) {
        Files.deleteIfExists(log);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // the reason why there was no run is reported; a remaining folder does no harm
    }
  }

  /**
   * Returns where the services that Onrush has started have written output: {@code what the service
   * printed is in reports/SpikeTest-20260131T235959Z/service.log}. Empty if there is no output.
   */
  public static Optional<String> printed(Path folder) {
    return printed(serviceLogs(folder));
  }

  /** Returns where one service has written output, given the name of its log. */
  public static Optional<String> printed(Path folder, String log) {
    return printed(Stream.of(folder.resolve(log)));
  }

  private static Optional<String> printed(Stream<Path> in) {
    String logs =
        in.filter(RunFolder::hasText).map(Path::toString).collect(Collectors.joining(" and "));
    return logs.isEmpty()
        ? Optional.empty()
        : Optional.of("what the service printed is in " + logs);
  }

  private static Stream<Path> serviceLogs(Path folder) {
    return Stream.of(SERVICE_LOG, SERVICE_LOG_OF_A, SERVICE_LOG_OF_B).map(folder::resolve);
  }

  private static boolean hasText(Path log) {
    try {
      return Files.size(log) > 0;
    } catch (IOException e) {
      return false; // there is no log
    }
  }

  /**
   * Creates a folder and its parents if they do not exist. A link to a folder counts as a folder.
   *
   * @throws IOException if that fails
   */
  public static void ensure(Path folder) throws IOException {
    // Before Java 17.0.14, createDirectories treats a link as a file and fails:
    // https://bugs.openjdk.org/browse/JDK-8294193
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(folder);
      } catch (FileAlreadyExistsException e) {
        throw new IOException(e.getFile() + " is a file, not a folder", e);
      }
    }
  }

  /** Describes a file that was written during the run and no longer exists; empty if it exists. */
  public static Optional<UnwrittenFile> deleted(Path folder, String file) {
    return Files.notExists(folder.resolve(file))
        ? Optional.of(
            UnwrittenFile.missing(
                file, new FileSystemException(file, null, "it was deleted while the run went on")))
        : Optional.empty();
  }

  /**
   * Checks that a file can be written to the folder. On a full disk, it is often possible to create
   * a folder, but not a file in it.
   */
  private static Path writable(Path folder) throws IOException {
    Path probe = folder.resolve(".probe");
    try {
      Files.write(probe, new byte[PROBE]);
      Files.delete(probe);
      return folder;
    } catch (IOException e) {
      try {
        Files.deleteIfExists(probe);
        Files.deleteIfExists(folder);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /**
   * Creates the folder of a run, {@code reports/SpikeTest-20260131T235959Z}, with the suffix {@code
   * -2} and so on if that name is taken. Files can be written to the folder.
   *
   * @throws UncheckedIOException if no such folder can be created; the message contains the path
   */
  public static Path create(Path reports, String simulation) {
    return create(reports, simulation, InstantSource.system());
  }

  /** Creates the folder of a run, named after the time of the given clock. */
  static Path create(Path reports, String simulation, InstantSource clock) {
    RunName name = RunName.at(simulation, clock.instant());
    try {
      ensure(reports);
      while (true) {
        try {
          return writable(Files.createDirectory(reports.resolve(name.toString())));
        } catch (FileAlreadyExistsException e) {
          name = name.next(); // another run of the same second has this name
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "folder for results was "
              + reports.toAbsolutePath()
              + ", which cannot be written to ("
              + FailureText.of(e)
              + "); choose another with -Donrush.reports=FOLDER",
          e);
    }
  }
}
