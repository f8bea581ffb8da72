package dev.onrush.internal.cli;

import dev.onrush.internal.launch.role.Console;
import dev.onrush.internal.project.Build;
import dev.onrush.internal.project.Ci;
import dev.onrush.internal.project.Language;
import dev.onrush.internal.project.NewProject;
import dev.onrush.internal.run.file.AtomicFile;
import dev.onrush.internal.run.log.FolderTree;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a project with a load test that can be run at once. */
@Command(
    name = "new",
    description = "Write a project with a load test that can be run at once, for Maven or Gradle.",
    mixinStandardHelpOptions = true)
final class NewCommand implements Runnable {

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "name of the project and its folder: shop")
  private Path folder = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "address of the service; default: ${DEFAULT-VALUE}",
      defaultValue = "http://127.0.0.1:8080")
  private String target = "";

  @Option(
      names = "--build",
      paramLabel = "NAME",
      description = "build tool: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
      defaultValue = "maven")
  private Build build = Build.MAVEN;

  @Option(
      names = "--language",
      paramLabel = "NAME",
      description =
          "language of the simulation: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
      defaultValue = "java")
  private Language language = Language.JAVA;

  @Option(
      names = "--ci",
      paramLabel = "NAME",
      description =
          "CI system to write a file for: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
      defaultValue = "none")
  private Ci ci = Ci.NONE;

  /** Picocli creates the command. */
  NewCommand() {}

  @Override
  public void run() {
    NewProject project =
        UsageException.check(
            () ->
                new NewProject(
                    String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                    TargetOption.address(target),
                    build,
                    language,
                    ci));
    checkEmpty();
    Map<String, String> files = project.files();
    if (isBelowMavenFolder()) {
      files.remove(NewProject.MAVEN_OPTIONS);
    }
    boolean existed = Files.exists(folder);
    try {
      files.forEach((file, text) -> write(folder.resolve(file), text));
    } catch (UncheckedIOException e) {
      deleteWritten(existed);
      throw e;
    }
    Console.out()
        .println(
            "Wrote "
                + folder
                + "; now run:\n\n    cd "
                + ShellWord.of(folder)
                + "\n    "
                + build.run()
                + "\n");
  }

  private void checkEmpty() {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + " is a file; write the name of a new folder");
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new IllegalArgumentException(
            folder
                + " is not empty, and nothing in it was changed; write the name of a new folder");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed: " + FailureText.of(e), e);
    }
  }

  /**
   * Whether a parent folder contains Maven's folder {@code .mvn}. Maven reads only the nearest one,
   * so that one in the project would hide the settings of the parent.
   */
  private boolean isBelowMavenFolder() {
    Path parent = folder.toAbsolutePath().normalize().getParent();
    while (parent != null && !Files.isDirectory(parent.resolve(".mvn"))) {
      parent = parent.getParent();
    }
    return parent != null;
  }

  /**
   * Deletes the files of an incomplete project, so that the command can be repeated. The folder was
   * empty.
   */
  private void deleteWritten(boolean existed) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        FolderTree.delete(each);
      }
      if (!existed) {
        Files.delete(folder);
      }
    } catch (IOException e) {
      // The first failure is reported.
    }
  }

  private static void write(Path file, String text) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + FailureText.of(e), e);
    }
  }
}
