package dev.onrush.internal.gatling.app;

import dev.onrush.internal.text.FailureText;
import io.gatling.commons.util.StringHelper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts Gatling's own outputs, which it writes to a folder of its own, beside ours. */
public final class GatlingOutputs {

  /** How Gatling finds what draws the charts of its report. */
  private static final String CHARTS =
      "META-INF/services/io.gatling.charts.component.ComponentLibrary";

  /** The arguments of Gatling's main, one a line, where its plugin for Maven has started it. */
  private static final String ARGUMENTS = "META-INF/args.txt";

  /**
   * The argument that names its folder of results, up to the next option. Of a command line the JDK
   * keeps a text with a blank between the arguments.
   */
  private static final Pattern RESULTS =
      Pattern.compile(
          "(?:^|[ \\n])(?:-rf|--results-folder)[ \\n](.+?)(?=[ \\r\\n]-{1,2}[a-z][a-z-]*(?:\\s|$)|\\R|$)");

  private GatlingOutputs() {}

  /**
   * Checks that Gatling can make its report.
   *
   * @throws IllegalArgumentException if its charts are not on the class path
   */
  public static void checkCharts() {
    ClassLoader loader = GatlingOutputs.class.getClassLoader();
    if (loader.getResource(CHARTS) == null) {
      throw new IllegalArgumentException(
          "gatling.report was true, and the charts of Gatling's report are not on the class path; add"
              + " io.gatling.highcharts:gatling-charts-highcharts:"
              + GatlingDefaults.gatlingVersion()
              + " to the dependencies, or leave the setting out");
    }
  }

  /**
   * The folder to which Gatling writes its results. Gatling tells no simulation of it, so that the
   * arguments of its main have to.
   *
   * @param otherwise where they are not known
   */
  public static Path results(Path otherwise) {
    return results(ofPlugin())
        .or(() -> results(System.getProperty("sun.java.command", "")))
        .orElse(otherwise);
  }

  /** The arguments that one of Gatling's plugins has given; empty if none has. */
  private static String ofPlugin() {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(ARGUMENTS)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  static Optional<Path> results(String arguments) {
    Matcher named = RESULTS.matcher(arguments);
    return named.find() ? Optional.of(Path.of(named.group(1))) : Optional.empty();
  }

  /**
   * Moves what Gatling has written for this run since {@code loaded} to {@code folder/gatling}.
   *
   * @param simulation the simple name of its class
   * @return where Gatling's report is now, or why it is not there, in words; empty if there is no
   *     page in what was moved
   */
  public static Optional<String> moveInto(
      Path folder, Path results, String simulation, Instant loaded) {
    // As Gatling names it: the class and a time, so that Shop's is not shop-us-20261129064512345.
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
                : "Gatling's report was not moved: several folders may be this run's: " + own);
      }
      Path moved = Files.move(own.get(0), folder.resolve("gatling"));
      return Optional.of(moved.resolve("index.html"))
          .filter(Files::exists)
          .map(page -> "Gatling's report: " + page.toUri());
    } catch (IOException e) {
      return Optional.of("Gatling's report stays in " + results + " (" + FailureText.of(e) + ")");
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
