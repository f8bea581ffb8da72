package dev.onrush.internal.run;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.service.ServiceMetrics;
import java.util.Optional;

/**
 * What a run is measured and judged by.
 *
 * @param source supplies the intervals
 * @param service the metrics to read from the service under test during the run
 * @param baseline the run to compare with
 * @param led whether the run is a part of a larger run, which is judged and steered elsewhere. It
 *     records, and follows the load that it is given
 */
public record RunInputs(
    Source source, ServiceMetrics service, Optional<Baseline> baseline, boolean led) {

  /** The inputs of a run that is judged and steered here. */
  public RunInputs(Source source, ServiceMetrics service, Optional<Baseline> baseline) {
    this(source, service, baseline, false);
  }

  /** The inputs of a run that the coordinator of a larger run judges and steers. */
  public static RunInputs led(Source source) {
    return new RunInputs(source, ServiceMetrics.none(), Optional.empty(), true);
  }
}
