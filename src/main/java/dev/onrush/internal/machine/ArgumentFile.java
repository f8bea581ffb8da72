package dev.onrush.internal.machine;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The arguments of a JVM in a file that its launcher reads, as with {@code java @FILE}. Windows
 * limits a command line to 32,767 characters, which the class path of a project alone may exceed.
 *
 * @see <a
 *     href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html#java-command-line-argument-files">Command-line
 *     argument files of java</a>
 */
public final class ArgumentFile implements AutoCloseable {

  /**
   * The most characters of all arguments. It leaves room for the blanks and quotes between them.
   */
  private static final int LONGEST = 30_000;

  private static final String FILE = "arguments.txt";

  private final Optional<Path> folder;

  private ArgumentFile(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * Moves the arguments of a command that is too long to a file. The file is in a folder that only
   * this user can read, since the arguments may contain secrets.
   *
   * @param builder the command, which begins with {@code java}, and in which {@code -cp} is the
   *     last option
   */
  public static ArgumentFile shorten(ProcessBuilder builder) throws IOException {
    List<String> command = builder.command();
    if (command.stream().mapToInt(String::length).sum() <= LONGEST) {
      return new ArgumentFile(Optional.empty());
    }
    Path folder = Files.createTempDirectory("onrush-arguments-");
    ArgumentFile written = new ArgumentFile(Optional.of(folder));
    Path file = folder.resolve(FILE);
    int first = firstToMove(command);
    try {
      Files.write(file, text(command.subList(first, command.size())).getBytes(charset()));
    } catch (IOException e) {
      written.close();
      throw e;
    }
    folder.toFile().deleteOnExit(); // in case a signal ends this JVM; in reverse order
    file.toFile().deleteOnExit();
    List<String> shorter = new ArrayList<>(command.subList(0, first));
    shorter.add("@" + file);
    builder.command(shorter);
    return written;
  }

  /**
   * Returns the index after the last of the user's own argument files, since {@code java} does not
   * read an argument file within another.
   */
  private static int firstToMove(List<String> command) {
    int last = Math.max(0, command.lastIndexOf("-cp"));
    while (last > 0 && !command.get(last).startsWith("@")) {
      last--;
    }
    return last + 1;
  }

  /** Returns one argument per line, in quotes, in which a backslash escapes. */
  static String text(List<String> arguments) {
    return arguments.stream()
        .map(
            argument ->
                argument
                    .replace("\\", "\\\\")
                    .replace("\"", "\\\"")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r"))
        .map(argument -> "\"" + argument + "\"\n")
        .collect(Collectors.joining());
  }

  /**
   * Returns the encoding of command lines, since the launcher takes the bytes of the file as they
   * are.
   */
  private static Charset charset() {
    String name = System.getProperty("sun.jnu.encoding", "");
    return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
  }

  /** Deletes the file. The process must have read it before. */
  @Override
  public void close() {
    folder.ifPresent(
        path -> {
          try {
            Files.deleteIfExists(path.resolve(FILE));
            Files.delete(path);
          } catch (IOException e) {
            // the file is deleted when this JVM ends
          }
        });
  }
}
