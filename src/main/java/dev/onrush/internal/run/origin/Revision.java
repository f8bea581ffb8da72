package dev.onrush.internal.run.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the git revision of the code that is tested. It is read from environment variables of the
 * build server or from the files of git, so that git need not be installed.
 */
public final class Revision {

  /** The name of the fact that contains the revision. */
  public static final String FACT = "revision";

  /** The environment variables of GitHub Actions and GitLab CI that contain the revision. */
  private static final List<String> VARIABLES = List.of("GITHUB_SHA", "CI_COMMIT_SHA");

  private static final String REFERENCE = "ref: ";
  private static final String LINK = "gitdir: ";

  private Revision() {}

  /**
   * Returns the revision that is checked out.
   *
   * @param directory a working tree, or a folder below it
   * @return empty if there is no revision: no repository, no commit yet, or an unknown format
   */
  public static Optional<String> of(Path directory, Map<String, String> environment) {
    Optional<String> named =
        VARIABLES.stream()
            .map(variable -> environment.getOrDefault(variable, "").strip())
            .filter(value -> !value.isEmpty())
            .findFirst();
    if (named.isPresent()) {
      return named;
    }
    try {
      for (@Nullable Path at = directory.toAbsolutePath().normalize();
          at != null;
          at = at.getParent()) {
        if (Files.exists(at.resolve(".git"))) {
          return checkedOut(repository(at.resolve(".git")));
        }
      }
      return Optional.empty();
    } catch (IOException | InvalidPathException | SecurityException e) {
      return Optional.empty(); // the revision is only a label: nothing depends on it
    }
  }

  /**
   * Returns {@code .git} itself, or the folder that it names if it is a file, as in a worktree or a
   * submodule.
   */
  private static Path repository(Path git) throws IOException {
    if (Files.isDirectory(git)) {
      return git;
    }
    String link = firstLine(git);
    return link.startsWith(LINK)
        ? git.resolveSibling(link.substring(LINK.length()))
        : git; // a file, so that no HEAD is found below it
  }

  private static Optional<String> checkedOut(Path repository) throws IOException {
    String head = firstLine(repository.resolve("HEAD"));
    if (!head.startsWith(REFERENCE)) {
      return hash(head); // a detached HEAD
    }
    String reference = head.substring(REFERENCE.length());
    Path link = repository.resolve("commondir");
    Path common = Files.exists(link) ? repository.resolve(firstLine(link)) : repository;
    for (Path place : List.of(repository, common)) {
      if (Files.isRegularFile(place.resolve(reference))) {
        return hash(firstLine(place.resolve(reference)));
      }
    }
    return packed(common.resolve("packed-refs"), reference);
  }

  /**
   * Finds a reference in the file of packed references. Each line contains a revision, a space, and
   * the name of the reference.
   */
  private static Optional<String> packed(Path file, String reference) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.endsWith(" " + reference))
          .findFirst()
          .flatMap(line -> hash(line.substring(0, line.indexOf(' '))));
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String firstLine(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the text if it is a SHA-1 or SHA-256 hash. */
  private static Optional<String> hash(String text) {
    return Optional.of(text).filter(t -> t.matches("[0-9a-f]{40}|[0-9a-f]{64}"));
  }
}
