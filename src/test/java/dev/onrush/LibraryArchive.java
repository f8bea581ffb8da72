package dev.onrush;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive of the libraries' classes, with which a JVM that runs a simulation starts with half
 * the processor time. The first such JVM of a build notes which classes it loads, and the archive
 * is made of them when it has ended; all others go without until then.
 */
final class LibraryArchive {

  private static final Path FOLDER = Path.of("target", "library-archive").toAbsolutePath();

  /** What the JVM says of classes that it cannot archive is nothing to a test. */
  private static final String QUIET = "-Xlog:cds*=off,class+path=off";

  private final String libraries;
  private final String classPath;
  private final Path archive;
  private final Path classes;

  private LibraryArchive(List<String> entries) {
    this.libraries = joined(entries.stream().filter(LibraryArchive::isJar));
    // An archive is used where its class path is the beginning of that of the JVM.
    this.classPath =
        joined(
            Stream.concat(Stream.of(libraries), entries.stream().filter(entry -> !isJar(entry))));
    String key =
        Integer.toHexString(
            (sizes(libraries) + libraries + System.getProperty("java.vm.version")).hashCode());
    this.archive = FOLDER.resolve(key + ".jsa");
    this.classes = FOLDER.resolve(key + ".txt");
  }

  /** That of the class path of this JVM. */
  static LibraryArchive ofThisJvm() {
    return new LibraryArchive(
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
  }

  private static boolean isJar(String entry) {
    return entry.endsWith(".jar");
  }

  /** A jar that is replaced has another size, mostly; else the JVM passes by its archive. */
  private static long sizes(String libraries) {
    return Stream.of(libraries.split(File.pathSeparator))
        .mapToLong(library -> new File(library).length())
        .sum();
  }

  private static String joined(Stream<String> entries) {
    return entries.collect(Collectors.joining(File.pathSeparator));
  }

  /** The class path with its libraries first. */
  String classPath() {
    return classPath;
  }

  /**
   * Options of a JVM with this class path; the first to ask gets those that note its classes.
   *
   * @param alone whether it is started without a script, and starts no other JVM with its options,
   *     which would note theirs as well
   */
  List<String> options(boolean alone) {
    if (Files.isReadable(archive)) {
      return List.of("-XX:SharedArchiveFile=" + archive, QUIET);
    }
    if (!alone) {
      return List.of();
    }
    try {
      Files.createDirectories(FOLDER);
      Files.createFile(classes);
      return List.of("-XX:DumpLoadedClassList=" + classes, QUIET);
    } catch (FileAlreadyExistsException e) {
      return List.of(); // another JVM notes them, or has
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A JVM with these options has ended; makes the archive, aside, if it has noted its classes. */
  void ended(List<String> options) {
    if (!options.contains("-XX:DumpLoadedClassList=" + classes)) {
      return;
    }
    Path unfinished = archive.resolveSibling(archive.getFileName() + ".tmp");
    try {
      new ProcessBuilder(
              ProcessHandle.current().info().command().orElseThrow(),
              "-Xshare:dump",
              QUIET,
              "-XX:SharedClassListFile=" + classes,
              "-XX:SharedArchiveFile=" + unfinished,
              "-cp",
              libraries)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .thenAccept(dump -> finish(dump.exitValue(), unfinished));
    } catch (IOException e) {
      // no archive is made, and none is needed
    }
  }

  private void finish(int status, Path unfinished) {
    try {
      if (status == 0) {
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(classes); // the next JVM notes them again
      }
    } catch (IOException e) {
      // no archive is made, and none is needed
    }
  }
}
