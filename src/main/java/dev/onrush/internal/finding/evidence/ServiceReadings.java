package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.service.KnownSeries;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.service.VariantSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The readings of one service.
 *
 * @param moments the moments of the readings, in order
 * @param expressions the expressions of the series
 * @param valuesOf the values of a series, one for each moment; NaN without a reading
 */
public record ServiceReadings(
    List<Duration> moments, List<String> expressions, Function<String, double[]> valuesOf) {

  /**
   * The prefixes of metrics by source: the database's statistics, the JVM's beans, and the process
   * with its machine.
   */
  private static final List<String> SOURCES = List.of("pg_", "jmx_", "host_");

  /** Copies the lists. */
  public ServiceReadings {
    moments = List.copyOf(moments);
    expressions = List.copyOf(expressions);
  }

  double[] values(String expression) {
    return valuesOf.apply(expression);
  }

  /** The readings of the judged service: in a duet, B. */
  static ServiceReadings of(ServiceHistory history) {
    return new ServiceReadings(
        history.moments(),
        history.expressions().stream().filter(e -> !isOfA(e)).toList(),
        history::values);
  }

  /** Whether anything was read of A of a duet. */
  public static boolean hasA(ServiceHistory history) {
    return history.expressions().stream().anyMatch(ServiceReadings::isOfA);
  }

  private static boolean isOfA(String expression) {
    return VariantSource.unlabelled(expression, Variant.A.name()).isPresent();
  }

  /**
   * The readings of both services of a duet, as if A had been read before B. So B is compared with
   * A like the time of a breach with the time before it. Series whose source was not read of A are
   * left out, because they are not known to be 0 there.
   *
   * @param earlier how far the moments of A are moved back
   */
  public static ServiceReadings ofBoth(ServiceHistory history, Duration earlier) {
    List<Duration> moments = new ArrayList<>();
    history.moments().forEach(moment -> moments.add(moment.minus(earlier)));
    moments.addAll(history.moments());
    Set<String> readOfA =
        history.expressions().stream()
            .filter(e -> isOfA(e) && KnownSeries.isKnown(e))
            .map(ServiceReadings::source)
            .collect(Collectors.toUnmodifiableSet());
    return new ServiceReadings(
        moments,
        of(history).expressions.stream().filter(e -> readOfA.contains(source(e))).toList(),
        expression ->
            DoubleStream.concat(
                    Arrays.stream(history.values(ofA(expression))),
                    Arrays.stream(history.values(expression)))
                .toArray());
  }

  /** The source of a series, as the prefix of its metrics; empty for the metrics endpoint. */
  private static String source(String expression) {
    String metric = expression.replaceFirst("^[a-z0-9]+\\(", "");
    return SOURCES.stream().filter(metric::startsWith).findFirst().orElse("");
  }

  /** The expression of the same series of A. */
  public static String ofA(String expression) {
    return VariantSource.labelled(expression, Variant.A.name());
  }
}
