package dev.onrush.internal.launch;

import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.HttpAddress;
import dev.onrush.internal.settings.Settings;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the service's metrics that a run reads. */
final class MetricsSource {

  private MetricsSource() {}

  /**
   * The metrics of the service that thresholds or settings ask for, if any; they have been read
   * once.
   *
   * @throws IllegalArgumentException if they are not there
   */
  static Optional<ServiceMetrics> find(List<Threshold> thresholds, Settings settings, URI target) {
    Set<String> metrics = new TreeSet<>(settings.service().keep());
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        if (figure.scope().subject() instanceof Subject.Service service) {
          metrics.add(service.name());
        }
      }
    }
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    URI address = URI.create(target + "/").resolve(settings.service().metrics());
    settings.checkAllowed(address);
    ServiceMetrics found =
        new ServiceMetrics(HttpAddress.forJavasClient(address), metrics, settings.secrets()::mask);
    found.check();
    return Optional.of(found);
  }
}
