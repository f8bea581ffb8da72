package dev.onrush.internal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line of a task of type JavaExec, as a build file in Groovy or Kotlin states it: all
 * quoted strings of its properties.
 */
public record GradleTask(String mainClass, List<String> jvmArgs, List<String> args) {

  private static final Pattern TEXT = Pattern.compile("(['\"])(.*?)\\1");

  public static GradleTask of(Path file, String task) throws IOException {
    String build = Files.readString(file);
    String quoted = "['\"]" + task + "['\"]";
    Matcher body =
        Pattern.compile("(?s)tasks\\.register[^\\n]*" + quoted + "[^\\n]*\\{\\n(.*?)\\n}")
            .matcher(build);
    if (!body.find() || !body.group().contains("JavaExec")) {
      throw new AssertionError(file + " has no task " + task);
    }
    String text = body.group(1);
    return new GradleTask(
        texts(text, "mainClass(?:\\.set\\(| = )").get(0),
        texts(text, "jvmArgs = (?:listOf\\(|\\[)"),
        // The name of the property that chooses a simulation is not an argument.
        texts(text, "[^m]args = (?:listOf\\(|\\[)").stream()
            .filter(word -> !word.equals("simulation"))
            .toList());
  }

  private static List<String> texts(String body, String begin) {
    Matcher property =
        Pattern.compile("(?s)" + begin + "(.*?)(?:\\n    [\\])]|\\n    (?=\\w|//)|$)")
            .matcher("\n" + body + "\n");
    return property.find()
        ? TEXT.matcher(property.group(1)).results().map(m -> m.group(2)).toList()
        : List.of();
  }
}
