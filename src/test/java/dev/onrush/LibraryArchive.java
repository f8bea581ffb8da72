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
 * the processor time. The first such JVM of a build records the classes that it loads, and the
 * archive is created from them when it has ended; all other JVMs run without an archive until then.
 */
final class LibraryArchive {

  private static final Path FOLDER = Path.of("target", "library-archive").toAbsolutePath();

  /** The JVM's messages about classes that it cannot archive are irrelevant to tests. */
  private static final String QUIET = "-Xlog:cds*=off,class+path=off";

  private final String libraries;
  private final String classPath;
  private final Path archive;
  private final Path classes;

  private LibraryArchive(List<String> entries) {
    this.libraries = joined(entries.stream().filter(LibraryArchive::isJar));
    // An archive is used if its class path is a prefix of the JVM's class path.
    this.classPath =
        joined(
            Stream.concat(Stream.of(libraries), entries.stream().filter(entry -> !isJar(entry))));
    String key =
        Integer.toHexString(
            (sizes(libraries) + libraries + System.getProperty("java.vm.version")).hashCode());
    this.archive = FOLDER.resolve(key + ".jsa");
    this.classes = FOLDER.resolve(key + ".txt");
  }

  /** Returns the archive for the class path of this JVM. */
  static LibraryArchive ofThisJvm() {
    return new LibraryArchive(
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
  }

  private static boolean isJar(String entry) {
    return entry.endsWith(".jar");
  }

  /** A replaced jar usually has another size; otherwise the JVM ignores its archive. */
  private static long sizes(String libraries) {
    return Stream.of(libraries.split(File.pathSeparator))
        .mapToLong(library -> new File(library).length())
        .sum();
  }

  private static String joined(Stream<String> entries) {
    return entries.collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the class path with its libraries first. */
  String classPath() {
    return classPath;
  }

  /**
   * Returns options for a JVM with this class path; the first caller gets options that record the
   * loaded classes.
   *
   * @param alone whether the JVM is started without a script, and starts no other JVM with its
   *     options, which would record its classes as well
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
      return List.of(); // another JVM is recording them, or has done so
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Called when a JVM with these options has ended; creates the archive in a temporary file if the
   * JVM has recorded its classes.
   */
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
      // no archive is created, and none is needed
    }
  }

  private void finish(int status, Path unfinished) {
    try {
      if (status == 0) {
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(classes); // the next JVM records them again
      }
    } catch (IOException e) {
      // no archive is created, and none is needed
    }
  }
}
