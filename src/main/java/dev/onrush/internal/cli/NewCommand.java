package dev.onrush.internal.cli;

import dev.onrush.internal.launch.process.Console;
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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
    Optional<Path> repository = parentWith(".git");
    Map<String, String> files = project.files(repository.map(this::pathIn).orElse(""));
    // Maven reads only the nearest .mvn, so that one in the project would hide the parent's.
    if (parentWith(".mvn").isPresent()) {
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
    repository.flatMap(this::placeOfCi).ifPresent(Console.out()::println);
  }

  /** Returns what is left to do, because a CI system reads only a file in a repository's root. */
  private Optional<String> placeOfCi(Path repository) {
    Path wanted = repository.resolve(ci.file());
    return switch (ci) {
      case NONE -> Optional.empty();
      case GITHUB -> {
        Path free =
            Files.exists(wanted)
                ? wanted.resolveSibling(
                    "load-test-" + folder.toAbsolutePath().normalize().getFileName() + ".yml")
                : wanted;
        yield Optional.of(
            "GitHub reads workflows only in the root of the repository; move "
                + folder.resolve(ci.file())
                + " to "
                + free
                + "\n");
      }
      case GITLAB ->
          Optional.of(
              "GitLab reads only "
                  + wanted
                  + "; add to it:\n\n    include:\n      - local: \"/"
                  + pathIn(repository)
                  + "/"
                  + ci.file()
                  + "\"\n");
    };
  }

  /** Returns the path of the project in its repository, with {@code /}. */
  private String pathIn(Path repository) {
    return StreamSupport.stream(
            repository.relativize(folder.toAbsolutePath().normalize()).spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
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

  /** Returns the nearest parent folder that contains an entry of this name. */
  private Optional<Path> parentWith(String name) {
    Path parent = folder.toAbsolutePath().normalize().getParent();
    while (parent != null && !Files.exists(parent.resolve(name))) {
      parent = parent.getParent();
    }
    return Optional.ofNullable(parent);
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
