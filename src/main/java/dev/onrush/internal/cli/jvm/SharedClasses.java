package dev.onrush.internal.cli.jvm;

import dev.onrush.internal.machine.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Class-data sharing for the JVM of a run: an archive of the classes that a run loads. It is made
 * when the first run with a jar has ended, and makes those after it start sooner. It is in the
 * user's cache folder; without it, all works as well.
 */
final class SharedClasses {

  /** What the JVM says of classes that it cannot archive is no business of a user's. */
  private static final String QUIET = "-Xlog:cds*=off";

  /** Longer than it takes on a slow machine. */
  private static final long LONGEST_DUMP = TimeUnit.MINUTES.toSeconds(1);

  /** Options with which somebody else decides on an archive. */
  private static final List<String> DECIDED =
      List.of("-Xshare", "-XX:SharedArchiveFile", "-XX:DumpLoadedClassList", "-XX:AOT");

  private final List<String> options;
  private final Optional<Unfinished> unfinished;

  private SharedClasses(List<String> options, Optional<Unfinished> unfinished) {
    this.options = options;
    this.unfinished = unfinished;
  }

  /** An archive that is to be made. */
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
   * Of a run that is about to start.
   *
   * @param classPath of Onrush itself, without the simulation
   * @param jvm the user's options for its JVM
   */
  static SharedClasses of(List<Path> classPath, List<String> jvm, Map<String, String> environment) {
    Optional<Path> archive =
        jvm.stream().anyMatch(option -> DECIDED.stream().anyMatch(option::startsWith))
            ? Optional.empty()
            : archive(classPath, environment);
    if (archive.filter(Files::isReadable).isPresent()) {
      return new SharedClasses(
          List.of("-XX:SharedArchiveFile=" + archive.get(), QUIET), Optional.empty());
    }
    // On a machine that is new each time it would have only the cost.
    return archive.isEmpty() || environment.containsKey("CI")
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

  /** The archive of one jar and one JVM; none of folders, which the JVM does not archive. */
  private static Optional<Path> archive(List<Path> classPath, Map<String, String> environment) {
    if (classPath.size() != 1 || !Files.isRegularFile(classPath.get(0))) {
      return Optional.empty();
    }
    try {
      Path jar = classPath.get(0).toRealPath();
      BasicFileAttributes of = Files.readAttributes(jar, BasicFileAttributes.class);
      String file = jar + " " + of.size() + " " + of.lastModifiedTime().toMillis();
      String jvm = System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
      return Optional.of(
          CacheFolder.in(environment)
              .resolve(
                  String.format(
                      Locale.ROOT, "classes-%08x-%08x.jsa", file.hashCode(), jvm.hashCode())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Options of the run's JVM. */
  List<String> options() {
    return options;
  }

  /**
   * The run has ended. Makes the archive, if there is none.
   *
   * @return where, if it was made now
   */
  Optional<Path> finish() {
    return unfinished.flatMap(SharedClasses::make);
  }

  private static Optional<Path> make(Unfinished archive) {
    try {
      if (!Files.exists(archive.classes)) {
        return Optional.empty(); // the run did not begin
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
        return Optional.of(archive.archive);
      }
    } catch (IOException e) {
      // there is no archive, and none is needed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      delete(archive.classes);
      delete(archive.temporary);
    }
    return Optional.empty();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // it is hidden, and in a cache
    }
  }
}
