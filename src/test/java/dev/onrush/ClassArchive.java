package dev.onrush;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of classes, with which a JVM that runs a simulation starts with half the processor
 * time. The first such JVM of a build records the classes that it loads, and the archive is created
 * from them when it has ended; all other JVMs run without an archive until then. Classes in folders
 * cannot be archived, so these JVMs have copies of the folders as jars in their class path.
 */
final class ClassArchive {

  private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();

  /** The JVM's messages about classes that it cannot archive are irrelevant to tests. */
  private static final String QUIET = "-Xlog:cds*=off,class+path=off";

  private final List<String> libraries;
  private final List<ClassFolder> folders;
  private final Path archive;
  private final Path classes;

  private ClassArchive(List<String> entries) {
    libraries = entries.stream().filter(entry -> entry.endsWith(".jar")).toList();
    List<Path> given = entries.stream().map(Path::of).filter(Files::isDirectory).toList();
    folders = given.stream().map(ClassFolder::of).toList();
    // A replaced jar usually has another size; otherwise the JVM ignores its archive.
    long sizes = libraries.stream().mapToLong(library -> new File(library).length()).sum();
    String key =
        Integer.toHexString(
            (sizes + "" + libraries + folders + System.getProperty("java.vm.version")).hashCode());
    archive = FOLDER.resolve(key + ".jsa");
    classes = FOLDER.resolve(key + ".txt");
  }

  /** Returns the archive for the class path of this JVM. */
  static ClassArchive ofThisJvm() {
    return new ClassArchive(
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
  }

  /**
   * A folder of classes, and its copy as a jar.
   *
   * @param files the number of files
   * @param size the size of all files
   * @param modified the time of the last change in milliseconds
   */
  private record ClassFolder(Path path, long files, long size, long modified) {

    static ClassFolder of(Path path) {
      try (Stream<Path> all = Files.walk(path)) {
        List<File> files = all.map(Path::toFile).filter(File::isFile).toList();
        return new ClassFolder(
            path,
            files.size(),
            files.stream().mapToLong(File::length).sum(),
            files.stream().mapToLong(File::lastModified).max().orElse(0));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Path jar() {
      return FOLDER.resolve(Integer.toHexString(hashCode()) + ".jar");
    }

    void copy() throws IOException {
      Path unfinished = Files.createTempFile(FOLDER, "classes", ".tmp");
      try (Stream<Path> all = Files.walk(path);
          OutputStream file = Files.newOutputStream(unfinished);
          ZipOutputStream jar = new ZipOutputStream(file)) {
        jar.setLevel(Deflater.NO_COMPRESSION);
        for (Path of : all.filter(Files::isRegularFile).sorted().toList()) {
          jar.putNextEntry(
              new ZipEntry(path.relativize(of).toString().replace(File.separatorChar, '/')));
          Files.copy(of, jar);
          jar.closeEntry();
        }
      }
      // An archive is used for jars of the same size and time.
      Files.setLastModifiedTime(unfinished, FileTime.fromMillis(modified));
      Files.move(unfinished, jar(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Returns the class path with its libraries first, as in the archive. */
  String classPath() {
    Stream<Path> own =
        folders.stream()
            .map(folder -> Files.isReadable(folder.jar()) ? folder.jar() : folder.path());
    return Stream.concat(libraries.stream(), own.map(Path::toString))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns options for a JVM with this class path; none if there is no archive yet. */
  List<String> options() {
    return Files.isReadable(archive)
        ? List.of("-XX:SharedArchiveFile=" + archive, QUIET)
        : List.of();
  }

  /**
   * Returns options for a JVM whose end is reported with {@link #ended}. The first such JVM gets
   * options that record the classes that it loads. The class path has to be asked for afterwards.
   */
  List<String> recordingOptions() {
    if (Files.isReadable(archive)) {
      return options();
    }
    try {
      Files.createDirectories(FOLDER);
      Files.createFile(classes);
      deleteThoseOfOtherClasses();
      for (ClassFolder folder : folders) {
        folder.copy();
      }
      return List.of("-XX:DumpLoadedClassList=" + classes, QUIET);
    } catch (FileAlreadyExistsException e) {
      return List.of(); // another JVM is recording them, or has done so
    } catch (IOException e) {
      return List.of();
    }
  }

  private void deleteThoseOfOtherClasses() throws IOException {
    List<Path> own = folders.stream().map(ClassFolder::jar).toList();
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.filter(f -> !f.equals(classes) && !own.contains(f)).toList()) {
        Files.deleteIfExists(file);
      }
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
              classPath())
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
