package dev.onrush.internal.gatling.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts Gatling's own outputs, which it writes to a folder of its own, beside ours. */
public final class GatlingOutputs {

  private static final Logger LOG = LoggerFactory.getLogger(GatlingOutputs.class);

  /** How Gatling finds what draws the charts of its report. */
  private static final String CHARTS =
      "META-INF/services/io.gatling.charts.component.ComponentLibrary";

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
   * Moves what Gatling has written for this run since {@code loaded} to {@code folder/gatling}.
   *
   * @return Gatling's report, where it is now; empty if it has written none, or it was not moved
   */
  public static Optional<Path> moveInto(
      Path folder, Path results, String simulation, Instant loaded) {
    String prefix = simulation.toLowerCase(Locale.ROOT) + "-";
    try (Stream<Path> entries = Files.list(results)) {
      List<Path> own =
          entries
              .filter(p -> p.getFileName().toString().startsWith(prefix))
              .filter(p -> Files.isRegularFile(p.resolve("simulation.log")))
              .filter(p -> !modified(p.resolve("simulation.log")).isBefore(loaded))
              .toList();
      if (own.size() == 1) {
        Path moved = Files.move(own.get(0), folder.resolve("gatling"));
        return Optional.of(moved.resolve("index.html")).filter(Files::exists);
      }
    } catch (IOException e) {
      LOG.warn("Gatling's own report stays in {}", results, e);
    }
    return Optional.empty();
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
