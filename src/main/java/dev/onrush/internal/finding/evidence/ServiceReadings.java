package dev.onrush.internal.finding.evidence;

import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.service.VariantSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * What was read of one service.
 *
 * @param moments of the readings, in order
 * @param expressions of the series
 * @param valuesOf the values of a series, one for each moment; NaN where there was none
 */
public record ServiceReadings(
    List<Duration> moments, List<String> expressions, Function<String, double[]> valuesOf) {

  /** Copies the lists. */
  public ServiceReadings {
    moments = List.copyOf(moments);
    expressions = List.copyOf(expressions);
  }

  double[] values(String expression) {
    return valuesOf.apply(expression);
  }

  /** Of the service that is judged: in a duet, B. */
  static ServiceReadings of(ServiceHistory history) {
    return new ServiceReadings(
        history.moments(),
        history.expressions().stream().filter(e -> !isOfA(e)).toList(),
        history::values);
  }

  /** Whether anything was read of the A of a duet. */
  public static boolean hasA(ServiceHistory history) {
    return history.expressions().stream().anyMatch(ServiceReadings::isOfA);
  }

  private static boolean isOfA(String expression) {
    return VariantSource.unlabelled(expression, Variant.A.name()).isPresent();
  }

  /**
   * Of both services of a duet, as if A had been read before B: so that B is compared with A as the
   * time of a breach is with the time before it.
   *
   * @param earlier by how much the moments of A come before their own
   */
  public static ServiceReadings ofBoth(ServiceHistory history, Duration earlier) {
    List<Duration> moments = new ArrayList<>();
    history.moments().forEach(moment -> moments.add(moment.minus(earlier)));
    moments.addAll(history.moments());
    return new ServiceReadings(
        moments,
        of(history).expressions,
        expression ->
            DoubleStream.concat(
                    Arrays.stream(history.values(ofA(expression))),
                    Arrays.stream(history.values(expression)))
                .toArray());
  }

  /** The same series of A. */
  public static String ofA(String expression) {
    return VariantSource.labelled(expression, Variant.A.name());
  }
}
