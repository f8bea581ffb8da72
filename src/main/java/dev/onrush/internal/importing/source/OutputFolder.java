package dev.onrush.internal.importing.source;

import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The folder to which a simulation is written. */
public final class OutputFolder {

  private final Path folder;
  private final boolean overwrite;

  /**
   * Creates a folder to write to, which need not exist yet.
   *
   * @param overwrite whether existing files are replaced
   */
  public OutputFolder(Path folder, boolean overwrite) {
    this.folder = folder;
    this.overwrite = overwrite;
  }

  /**
   * Checks that a simulation with this name can be written.
   *
   * @throws IllegalArgumentException if the folder is a file, or if the simulation exists already
   *     and is not to be replaced
   */
  public void check(String name) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "--to was " + folder + ", which is a file; write the name of a folder");
    }
    for (Path path : List.of(simulation(name), folder.resolve(SimulationFile.folder(name)))) {
      if (!overwrite && Files.exists(path)) {
        throw new IllegalArgumentException(
            path
                + " already exists, and nothing was changed; use another --name or --to, or --force to"
                + " replace it");
      }
    }
  }

  /** The file of a simulation. */
  public Path simulation(String name) {
    return folder.resolve(name + "Test.java");
  }

  /**
   * Writes all files to a temporary folder next to their destination, and then moves them one by
   * one. Other files stay.
   *
   * @throws IllegalArgumentException if there is a folder in the place of a file; then no file has
   *     changed
   * @throws UncheckedIOException if a file cannot be written, in which case no file has changed, or
   *     if it cannot be replaced, in which case some files have changed
   */
  public void write(SourceFiles files) {
    files.texts().keySet().forEach(this::checkNoFolder);
    try {
      Files.createDirectories(folder);
      Path temporary = Files.createTempDirectory(folder, ".onrush-import-");
      try {
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
          Path path = temporary.resolve(file.getKey());
          Files.createDirectories(path.resolveSibling(""));
          AtomicFile.write(path, file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        move(files.texts().keySet(), temporary);
      } finally {
        FolderTree.delete(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "--to was "
              + folder.toAbsolutePath()
              + ", which cannot be written to: "
              + FailureText.of(e)
              + "; use another --to",
          e);
    }
  }

  private void checkNoFolder(String name) {
    Path path = folder.resolve(name);
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          path
              + " is a folder, but a file is to be written there; nothing was changed; use another --name"
              + " or --to, or move the folder");
    }
  }

  /**
   * Moves the files. All folders are created first, and the simulation, which is the first name, is
   * moved last.
   */
  private void move(Collection<String> names, Path temporary) throws IOException {
    List<String> all = new ArrayList<>(names);
    Collections.reverse(all);
    for (String name : all) {
      Files.createDirectories(folder.resolve(name).resolveSibling(""));
    }
    for (String name : all) {
      Files.move(
          temporary.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
