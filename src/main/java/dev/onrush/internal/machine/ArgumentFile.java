package dev.onrush.internal.machine;

import dev.onrush.internal.settings.secret.SecretArguments;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The arguments of a JVM in a file that its launcher reads, as with {@code java @FILE}. All users
 * of a machine can read the command lines of all processes, so secrets are not written there.
 * Windows limits a command line to 32,767 characters, which the class path of a project alone may
 * exceed. And a {@link ProcessBuilder} on Windows does not escape quotation marks, such as those of
 * a threshold on {@code "Log in"}.
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

  /** The files, each in a folder of its own. */
  private final List<Path> files = new ArrayList<>();

  private final List<String> command = new ArrayList<>();

  private ArgumentFile() {}

  /**
   * Moves the arguments of a command to a file if they contain secrets or quotation marks, or are
   * too long. The file is in a folder that only this user can read.
   *
   * <p>The user's own argument files stay on the command line, since {@code java} does not read an
   * argument file within another. Secrets and quotation marks before such a file are moved to a
   * file of their own, so that the order remains.
   *
   * @param builder the command, which begins with {@code java}, and in which {@code -cp} is the
   *     last option
   */
  public static ArgumentFile of(ProcessBuilder builder) throws IOException {
    ArgumentFile written = new ArgumentFile();
    try {
      written.add(builder.command());
    } catch (IOException e) {
      written.close();
      throw e;
    }
    builder.command(written.command);
    return written;
  }

  private void add(List<String> whole) throws IOException {
    boolean tooLong = whole.stream().mapToInt(String::length).sum() > LONGEST;
    int options = whole.lastIndexOf("-cp");
    int from = 1;
    command.add(whole.get(0));
    for (int i = 1; i < options; i++) {
      if (whole.get(i).startsWith("@")) {
        add(whole.subList(from, i), false);
        command.add(whole.get(i));
        from = i + 1;
      }
    }
    add(whole.subList(from, whole.size()), tooLong);
  }

  private void add(List<String> arguments, boolean tooLong) throws IOException {
    if (!tooLong && arguments.stream().noneMatch(ArgumentFile::isMoved)) {
      command.addAll(arguments);
      return;
    }
    Path folder = Files.createTempDirectory("onrush-arguments-");
    folder.toFile().deleteOnExit(); // in case a signal ends this JVM; in reverse order
    Path file = folder.resolve("arguments.txt");
    files.add(file);
    file.toFile().deleteOnExit();
    Files.write(file, text(arguments).getBytes(charset()));
    command.add("@" + file);
  }

  private static boolean isMoved(String argument) {
    return argument.contains("\"") || SecretArguments.isSecret(argument);
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

  /** Deletes the files. The process must have read them before. */
  @Override
  public void close() {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.getParent());
      } catch (IOException e) {
        // the file is deleted when this JVM ends
      }
    }
  }
}
