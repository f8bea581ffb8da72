package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.cli.jvm.CompiledSource;
import dev.onrush.internal.cli.jvm.SourceCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs the command import, which writes to a separate folder. */
abstract class ImportFixture extends CommandFixture {

  static final Path INPUTS = Path.of("src/test/resources/dev/onrush/internal/importing");

  int imported(String... arguments) {
    List<String> all = new ArrayList<>(List.of("import", "--to", folder.resolve("to").toString()));
    all.addAll(List.of(arguments));
    return OnrushCommand.execute(all.toArray(String[]::new));
  }

  @Override
  String told() {
    return super.told().replace(folder.toString(), "FOLDER");
  }

  @Override
  String complained() {
    return super.complained().replace(folder.toString(), "FOLDER");
  }

  Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  void compiles(String simulation) {
    try (CompiledSource compiled =
        SourceCompiler.compile(folder.resolve("to").resolve(simulation), List.of())) {
      assertThat(compiled.simulations()).hasSize(1);
    }
  }

  void nothingIsWritten() {
    assertThat(folder.resolve("to")).doesNotExist();
  }

  String all(String simulation) throws IOException {
    StringBuilder text = new StringBuilder(told());
    text.append(Files.readString(folder.resolve("to").resolve(simulation)));
    try (Stream<Path> files = Files.walk(folder.resolve("to"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".csv")).sorted().toList()) {
        text.append("\n== ").append(folder.resolve("to").relativize(file)).append('\n');
        Files.readAllLines(file).stream().limit(6).forEach(l -> text.append(l).append('\n'));
      }
    }
    return text.toString();
  }

  /** Checks that the input is refused, although the command line is right. */
  void refused(String input, String message, String... options) {
    refused(1, input, message + "\n", options);
  }

  /** Checks that the command line is refused. */
  void misused(String input, String message, String... options) {
    refused(64, input, message + "\nTry: onrush import --help\n", options);
  }

  private void refused(int exit, String input, String message, String... options) {
    err.reset();
    List<String> all = new ArrayList<>(List.of("import", input));
    if (!List.of(options).contains("--to")) {
      all.addAll(List.of("--to", folder.resolve("to").toString()));
    }
    all.addAll(List.of(options));

    assertThat(OnrushCommand.execute(all.toArray(String[]::new))).isEqualTo(exit);

    assertThat(complained()).isEqualTo("onrush: " + message);
    nothingIsWritten();
  }

  static String line(String client, int second, String request, String agent) {
    return client
        + " - - [02/Mar/2026:08:"
        + String.format("%02d:%02d", second / 60, second % 60)
        + " +0000] \""
        + request
        + " HTTP/1.1\" 200 5 \"-\" \""
        + agent
        + "\"\n";
  }

  /** Returns a JSON line of nginx, with a time in milliseconds after 08:00. */
  static String json(double second, String client, String path, int status, double took) {
    return String.format(
        Locale.ROOT,
        "{\"msec\":\"%.3f\",\"remote_addr\":\"%s\",\"request\":\"GET %s HTTP/1.1\",\"status\":%d,"
            + "\"request_time\":\"%.3f\"}\n",
        1_772_438_400 + second,
        client,
        path,
        status,
        took);
  }
}
