package dev.onrush.internal.launch.plan;

import dev.onrush.internal.service.PostgresSource;
import dev.onrush.internal.service.PrometheusSource;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.service.ServiceSource;
import dev.onrush.internal.settings.HttpAddress;
import dev.onrush.internal.settings.Settings;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the sources of the service's figures that a run reads. */
public final class MetricsSource {

  private MetricsSource() {}

  /**
   * The sources that thresholds or settings ask for, if any; they have been read once. All that a
   * source says is kept to explain a threshold that breaks.
   *
   * @param started whether the service was started for this run; then its endpoint is read if it
   *     has one
   * @throws IllegalArgumentException if they are not there
   */
  public static Optional<ServiceMetrics> find(
      List<Threshold> thresholds, Settings settings, URI target, boolean started) {
    List<ServiceSource> sources = new ArrayList<>();
    endpoint(thresholds, settings, target, started).ifPresent(sources::add);
    settings
        .service()
        .postgres()
        .ifPresent(
            address -> {
              PostgresSource source = new PostgresSource(address, settings.secrets()::mask);
              source.check();
              sources.add(source);
            });
    return sources.isEmpty() ? Optional.empty() : Optional.of(new ServiceMetrics(sources));
  }

  private static Optional<PrometheusSource> endpoint(
      List<Threshold> thresholds, Settings settings, URI target, boolean started) {
    Set<String> metrics = new TreeSet<>(settings.service().keep());
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        if (figure.scope().subject() instanceof Subject.Service service) {
          metrics.add(service.name());
        }
      }
    }
    boolean asked = !metrics.isEmpty() || settings.service().isGiven();
    if (!asked && !started) {
      return Optional.empty();
    }
    URI address = URI.create(target + "/").resolve(settings.service().metrics());
    settings.checkAllowed(address);
    PrometheusSource found =
        new PrometheusSource(
            HttpAddress.forJavasClient(address), metrics, settings.secrets()::mask);
    if (!asked) {
      return found.answers() ? Optional.of(found) : Optional.empty();
    }
    found.check();
    return Optional.of(found);
  }
}
