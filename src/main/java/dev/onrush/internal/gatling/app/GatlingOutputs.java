package dev.onrush.internal.gatling.app;

import dev.onrush.internal.library.GatlingPlugin;
import dev.onrush.internal.text.FailureText;
import io.gatling.commons.util.StringHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Moves Gatling's own outputs, which it writes to a folder of its own, into the run's folder. */
public final class GatlingOutputs {

  /** The service file by which Gatling finds the library for the charts of its report. */
  private static final String CHARTS =
      "META-INF/services/io.gatling.charts.component.ComponentLibrary";

  /**
   * Matches the argument that names the folder of results, up to the next option. For a command
   * line, the JDK provides a text with blanks between the arguments.
   */
  private static final Pattern RESULTS =
      Pattern.compile(
          "(?:^|[ \\n])(?:-rf|--results-folder)[ \\n](.+?)(?=[ \\r\\n]-{1,2}[a-z][a-z-]*(?:\\s|$)|\\R|$)");

  private GatlingOutputs() {}

  /**
   * Checks that Gatling can create its report.
   *
   * @throws IllegalArgumentException if its charts are not on the class path
   */
  public static void checkCharts() {
    ClassLoader loader = GatlingOutputs.class.getClassLoader();
    if (loader.getResource(CHARTS) == null) {
      throw new IllegalArgumentException(
          "gatling.report was true, but the charts of Gatling's report are not on the class path; add"
              + " io.gatling.highcharts:gatling-charts-highcharts:"
              + GatlingDefaults.gatlingVersion()
              + " to the dependencies, or leave the setting out");
    }
  }

  /**
   * Returns the folder to which Gatling writes its results. A simulation cannot ask Gatling for it,
   * so it is taken from the arguments of Gatling's main.
   *
   * @param otherwise the result if the arguments are not known
   */
  public static Path results(Path otherwise) {
    return GatlingPlugin.arguments()
        .flatMap(GatlingOutputs::results)
        .or(() -> results(System.getProperty("sun.java.command", "")))
        .orElse(otherwise);
  }

  static Optional<Path> results(String arguments) {
    Matcher named = RESULTS.matcher(arguments);
    return named.find() ? Optional.of(Path.of(named.group(1))) : Optional.empty();
  }

  /**
   * Moves the outputs that Gatling has written for this run since {@code loaded} to {@code
   * folder/gatling}.
   *
   * @param simulation the simple name of the simulation's class
   * @return where Gatling's report is now, or why it was not moved, in words; empty if the moved
   *     folder contains no page
   */
  public static Optional<String> moveInto(
      Path folder, Path results, String simulation, Instant loaded) {
    // Gatling names the folder after the class and the time. The pattern keeps Shop from matching
    // the folder shop-us-20261129064512345 of another class.
    Pattern named =
        Pattern.compile(
            Pattern.quote(StringHelper.RichString$.MODULE$.clean$extension(simulation)) + "-\\d+");
    try (Stream<Path> entries = Files.list(results)) {
      List<Path> own =
          entries
              .filter(p -> named.matcher(p.getFileName().toString()).matches())
              .filter(p -> Files.isRegularFile(p.resolve("simulation.log")))
              .filter(p -> !modified(p.resolve("simulation.log")).isBefore(loaded))
              .sorted()
              .toList();
      if (own.size() != 1) {
        return Optional.of(
            own.isEmpty()
                ? "Gatling's report was not found in " + results
                : "Gatling's report was not moved: several folders may belong to this run: " + own);
      }
      Path moved = Files.move(own.get(0), folder.resolve("gatling"));
      return Optional.of(moved.resolve("index.html"))
          .filter(Files::exists)
          .map(page -> "Gatling's report: " + page.toUri());
    } catch (IOException e) {
      return Optional.of(
          "Gatling's report was not moved from " + results + ": " + FailureText.of(e));
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
