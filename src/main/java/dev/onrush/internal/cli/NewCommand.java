package dev.onrush.internal.cli;

import dev.onrush.internal.launch.Console;
import dev.onrush.internal.launch.role.Console;
import dev.onrush.internal.library.Version;
import dev.onrush.internal.run.AtomicFile;
import dev.onrush.internal.settings.HttpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a project of load tests that runs at once. */
@Command(
    name = "new",
    description = "Write a Maven project with a load test that runs at once.",
    mixinStandardHelpOptions = true)
final class NewCommand implements Runnable {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  /** Where a project is built and gated. */
  enum Ci {
    /** No file for it. */
    NONE,
    /** GitHub Actions. */
    GITHUB,
    /** GitLab CI. */
    GITLAB
  }

  @Parameters(index = "0", paramLabel = "NAME", description = "of the project and its folder: shop")
  private Path folder = Path.of("");

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "of the service; default: ${DEFAULT-VALUE}",
      defaultValue = "http://127.0.0.1:8080")
  private String target = "";

  @Option(
      names = "--ci",
      paramLabel = "NAME",
      description = "write a file for it: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}",
      defaultValue = "NONE")
  private Ci ci = Ci.NONE;

  /** Picocli makes it. */
  NewCommand() {}

  @Override
  public void run() {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name was \"" + name + "\"; write letters, digits and hyphens, a letter first: shop");
    }
    URI address;
    try {
      address = HttpAddress.base(target);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--target was \"" + HttpAddress.withoutCredentials(target) + "\", " + e.getMessage(), e);
    }
    checkEmpty();
    Map<String, String> texts =
        Map.of(
            "@name@", name.toLowerCase(Locale.ROOT),
            "@Name@", className(name),
            "@target@", address.toString(),
            "@version@", Version.current());
    files(className(name))
        .forEach(
            (file, template) ->
                write(folder.resolve(file), filled(JarText.of("project/" + template), texts)));
    write(folder.resolve("jvm.options"), JarText.of(JvmOptions.FILE));
    Console.out()
        .println("Wrote " + folder + "; now:\n\n    cd " + folder + "\n    mvn gatling:test\n");
  }

  private Map<String, String> files(String className) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", "pom.xml");
    files.put("src/test/java/" + className + "Test.java", "Simulation.java");
    files.put("src/test/resources/onrush.conf", "onrush.conf");
    files.put("src/test/resources/environments/staging.conf", "staging.conf");
    files.put("src/test/resources/logback-test.xml", "logback-test.xml");
    files.put(".gitignore", "gitignore");
    files.put("README.md", "README.md");
    switch (ci) {
      case NONE -> {}
      case GITHUB -> files.put(".github/workflows/load-test.yml", "github.yml");
      case GITLAB -> files.put(".gitlab-ci.yml", "gitlab-ci.yml");
    }
    return files;
  }

  /** {@code web-shop} is {@code WebShop}. */
  private static String className(String name) {
    StringBuilder text = new StringBuilder();
    for (String word : name.split("-+", -1)) {
      if (!word.isEmpty()) {
        text.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return text.toString();
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
      throw new UncheckedIOException(folder + " cannot be listed: " + e, e);
    }
  }

  private static String filled(String template, Map<String, String> texts) {
    String filled = template;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      filled = filled.replace(text.getKey(), text.getValue());
    }
    return filled;
  }

  private static void write(Path file, String text) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
