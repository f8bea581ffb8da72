package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.machine.CacheFolder;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Class-data sharing for the JVM of a run: an archive of the classes that a run loads. The archive
 * is created when the first load test with a jar has ended, and makes later runs start faster. It
 * is in the user's cache folder; everything works without it too.
 */
final class SharedClasses {

  /**
   * Turns off the JVM's messages about classes that it cannot archive, which do not concern a user.
   */
  private static final String QUIET = "-Xlog:cds*=off";

  /** The longest time to create an archive, in seconds. Even a slow machine needs less. */
  private static final long LONGEST_DUMP = TimeUnit.MINUTES.toSeconds(1);

  /** Options with which the user decides about an archive. */
  private static final List<String> DECIDED =
      List.of("-Xshare", "-XX:SharedArchiveFile", "-XX:DumpLoadedClassList", "-XX:AOT");

  /**
   * The age from which a file that a killed run has left in the cache folder is no longer in use.
   */
  private static final Duration LEFT = Duration.ofHours(1);

  private final List<String> options;
  private final Optional<Unfinished> unfinished;

  private SharedClasses(List<String> options, Optional<Unfinished> unfinished) {
    this.options = options;
    this.unfinished = unfinished;
  }

  /** An archive that is to be created after the run. */
  private record Unfinished(Path jar, Path archive, Path classes, Path temporary) {

    static Unfinished of(Path jar, Path archive) {
      String hidden = "." + archive.getFileName() + "." + ProcessHandle.current().pid();
      return new Unfinished(
          jar,
          archive,
          archive.resolveSibling(hidden + ".txt"),
          archive.resolveSibling(hidden + ".tmp"));
    }
  }

  /**
   * Returns the class-data sharing of a run that is about to start.
   *
   * @param classPath the class path of Onrush itself, without the simulation
   * @param jvm the user's options for the JVM of the run
   * @param environment the environment variables
   * @param isLoadTest whether the run loads the classes of a load test; no archive is created after
   *     other runs
   */
  static SharedClasses of(
      List<Path> classPath, List<String> jvm, Map<String, String> environment, boolean isLoadTest) {
    Optional<Path> archive =
        jvm.stream().anyMatch(option -> DECIDED.stream().anyMatch(option::startsWith))
            ? Optional.empty()
            : archive(classPath, environment);
    if (archive.filter(Files::isReadable).isPresent()) {
      return new SharedClasses(
          List.of("-XX:SharedArchiveFile=" + archive.get(), QUIET), Optional.empty());
    }
    // A CI machine is new for each run, so an archive would cost time and never be used.
    return archive.isEmpty() || !isLoadTest || environment.containsKey("CI")
        ? new SharedClasses(List.of(), Optional.empty())
        : toBeMade(classPath.get(0), archive.get());
  }

  private static SharedClasses toBeMade(Path jar, Path archive) {
    try {
      Files.createDirectories(archive.getParent());
      Unfinished unfinished = Unfinished.of(jar, archive);
      return new SharedClasses(
          List.of("-XX:DumpLoadedClassList=" + unfinished.classes, QUIET), Optional.of(unfinished));
    } catch (IOException e) {
      return new SharedClasses(List.of(), Optional.empty());
    }
  }

  /**
   * Returns the path of the archive of one jar and one JVM, {@code classes-JAR-STAMP-JVM.jsa}.
   * Returns empty for folders, which the JVM does not archive.
   */
  private static Optional<Path> archive(List<Path> classPath, Map<String, String> environment) {
    if (classPath.size() != 1 || !Files.isRegularFile(classPath.get(0))) {
      return Optional.empty();
    }
    try {
      Path jar = classPath.get(0).toRealPath();
      BasicFileAttributes of = Files.readAttributes(jar, BasicFileAttributes.class);
      String stamp = of.size() + " " + of.lastModifiedTime().toMillis();
      String jvm = System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
      return Optional.of(
          CacheFolder.in(environment)
              .resolve(
                  String.format(
                      Locale.ROOT,
                      "classes-%08x-%08x-%08x.jsa",
                      jar.toString().hashCode(),
                      stamp.hashCode(),
                      jvm.hashCode())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The options for the JVM of the run. */
  List<String> options() {
    return options;
  }

  /**
   * Creates the archive after the run, if there is none and the run has a verdict.
   *
   * @param exitCode the exit code of the run
   * @return the path of the archive, if it was created now
   */
  Optional<Path> finish(int exitCode) {
    if (hasVerdict(exitCode)) {
      return unfinished.flatMap(SharedClasses::make);
    }
    unfinished.ifPresent(archive -> delete(archive.classes));
    return Optional.empty();
  }

  /**
   * Whether the run has a verdict. A run that was refused, or that failed, has not loaded all
   * classes.
   */
  private static boolean hasVerdict(int exitCode) {
    return exitCode == RunResult.FILES_MISSING
        || Arrays.stream(Verdict.values()).anyMatch(verdict -> verdict.exitCode() == exitCode);
  }

  private static Optional<Path> make(Unfinished archive) {
    try {
      if (!Files.exists(archive.classes)) {
        return Optional.empty(); // for example, if the JVM does not write a list of classes
      }
      Process dump =
          new ProcessBuilder(
                  JvmOptions.program(),
                  "-Xshare:dump",
                  QUIET,
                  "-XX:SharedClassListFile=" + archive.classes,
                  "-XX:SharedArchiveFile=" + archive.temporary,
                  "-cp",
                  archive.jar.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!dump.waitFor(LONGEST_DUMP, TimeUnit.SECONDS)) {
        dump.destroyForcibly();
      } else if (dump.exitValue() == 0 && Files.exists(archive.temporary)) {
        Files.move(archive.temporary, archive.archive, StandardCopyOption.ATOMIC_MOVE);
        deleteOlder(archive.archive, Instant.now());
        return Optional.of(archive.archive);
      }
    } catch (IOException e) {
      // there is no archive, and runs do not need one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      delete(archive.classes);
      delete(archive.temporary);
    }
    return Optional.empty();
  }

  /**
   * Deletes the archives of earlier builds of the same jar, which no run uses any more, and the
   * files that killed runs have left.
   *
   * @param archive the archive that is used from now on
   */
  static void deleteOlder(Path archive, Instant now) {
    try (Stream<Path> entries = Files.list(archive.getParent())) {
      entries
          .filter(entry -> isOlder(entry, archive) || isLeft(entry, now))
          .forEach(SharedClasses::delete);
    } catch (IOException | UncheckedIOException e) {
      // the files are deleted when the next archive is created
    }
  }

  /** Whether the archive is of the same jar with another stamp, for any JVM. */
  private static boolean isOlder(Path entry, Path archive) {
    String[] other = entry.getFileName().toString().split("-", -1);
    String[] own = archive.getFileName().toString().split("-", -1);
    return other.length == own.length
        && other[0].equals(own[0])
        && other[1].equals(own[1])
        && !other[2].equals(own[2]);
  }

  private static boolean isLeft(Path entry, Instant now) {
    try {
      return entry.getFileName().toString().startsWith(".classes-")
          && Files.getLastModifiedTime(entry).toInstant().isBefore(now.minus(LEFT));
    } catch (IOException e) {
      return false; // the file has been deleted meanwhile
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the file stays; it is hidden, and in a cache
    }
  }
}
