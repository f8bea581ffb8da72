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

/** Makes the folder that a run writes to. */
public final class RunFolder {

  /** As much as the first line of a log takes; some file systems keep less beside the name. */
  private static final int PROBE = 4_096;

  /** Its file for what the service under test prints, where Onrush has started it. */
  public static final String SERVICE_LOG = "service.log";

  /** The same of the two services of a duet. */
  public static final String SERVICE_LOG_OF_A = "service-a.log";

  /** The same of B. */
  public static final String SERVICE_LOG_OF_B = "service-b.log";

  private RunFolder() {}

  /**
   * Takes away the folder of a run that never began; one with anything in it stays, such as what a
   * service has printed.
   */
  public static void discard(Path folder) {
    discard(folder, log -> !hasText(log));
  }

  /** The same, with what services have printed. */
  public static void discardAll(Path folder) {
    discard(folder, log -> true);
  }

  /** Takes away what one service has printed, and the folder if there is nothing else in it. */
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
      // it is told why there was no run; that its folder stays is no harm
    }
  }

  /**
   * Where the services that Onrush has started have printed something, as the end of a message:
   * {@code ; what the service printed is in reports/SpikeTest-20260131T235959Z/service.log}. Empty
   * if they have not.
   */
  public static String printed(Path folder) {
    return printed(serviceLogs(folder));
  }

  /** The same of one service, by the name of its log. */
  public static String printed(Path folder, String log) {
    return printed(Stream.of(folder.resolve(log)));
  }

  private static String printed(Stream<Path> in) {
    String logs =
        in.filter(RunFolder::hasText).map(Path::toString).collect(Collectors.joining(" and "));
    return logs.isEmpty() ? "" : "; what the service printed is in " + logs;
  }

  private static Stream<Path> serviceLogs(Path folder) {
    return Stream.of(SERVICE_LOG, SERVICE_LOG_OF_A, SERVICE_LOG_OF_B).map(folder::resolve);
  }

  private static boolean hasText(Path log) {
    try {
      return Files.size(log) > 0;
    } catch (IOException e) {
      return false; // there is none
    }
  }

  /**
   * Makes a folder, with those above it, where there is none. A link to a folder is one.
   *
   * @throws IOException if that fails
   */
  public static void ensure(Path folder) throws IOException {
    // Of a link, createDirectories of Java 17 before 17.0.14 says that a file is in the way:
    // https://bugs.openjdk.org/browse/JDK-8294193
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /** What a result says of a file that was written while its run went on, if it is gone. */
  public static Optional<UnwrittenFile> deleted(Path folder, String file) {
    return Files.notExists(folder.resolve(file))
        ? Optional.of(
            UnwrittenFile.missing(
                file, new FileSystemException(file, null, "it was deleted while the run went on")))
        : Optional.empty();
  }

  /** On a full disk a folder can often be made, and no file in it. */
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
   * {@code reports/SpikeTest-20260131T235959Z}; with {@code -2} after it where that is taken. Files
   * can be written there.
   *
   * @throws UncheckedIOException if that cannot be; the message says where
   */
  public static Path create(Path reports, String simulation) {
    return create(reports, simulation, InstantSource.system());
  }

  /** The same by another clock. */
  static Path create(Path reports, String simulation, InstantSource clock) {
    RunName name = RunName.at(simulation, clock.instant());
    try {
      ensure(reports);
      while (true) {
        try {
          return writable(Files.createDirectory(reports.resolve(name.toString())));
        } catch (FileAlreadyExistsException e) {
          name = name.next(); // another run of this second has it
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
