package dev.onrush.internal.launch.plan;

import dev.onrush.internal.service.PostgresSource;
import dev.onrush.internal.service.PrometheusSource;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.service.ServiceSource;
import dev.onrush.internal.service.host.ProcessSource;
import dev.onrush.internal.service.jvm.JvmSource;
import dev.onrush.internal.settings.HttpAddress;
import dev.onrush.internal.settings.Settings;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the sources of the service's figures that a run reads. */
public final class MetricsSource {

  private static final Path ROOT = Path.of("/");
  private static final String AUTO = "auto";
  private static final String OFF = "off";

  private MetricsSource() {}

  /**
   * The sources that thresholds or settings ask for, if any; they have been read once. All that a
   * source says is kept to explain a threshold that breaks.
   *
   * @param target below which its endpoint is
   * @param started whether the service was started for this run; then its endpoint is read if it
   *     has one
   * @param service where its process listens; empty if nobody has said it
   * @throws IllegalArgumentException if they are not there
   */
  public static Optional<ServiceMetrics> find(
      List<Threshold> thresholds,
      Settings settings,
      URI target,
      boolean started,
      Optional<URI> service) {
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
    List<String> notes = new ArrayList<>();
    Optional<ProcessSource> process = process(settings, service, notes);
    process.ifPresent(sources::add);
    settings
        .service()
        .jvm()
        .ifPresent(
            jvm -> {
              JvmSource source = new JvmSource(jvm.equals(AUTO) ? only(process, notes) : jvm);
              source.check();
              sources.add(source);
            });
    return sources.isEmpty() && notes.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServiceMetrics(sources, notes));
  }

  /** Without a word where nobody has asked for it. */
  private static Optional<ProcessSource> process(
      Settings settings, Optional<URI> service, List<String> notes) {
    String given = settings.service().process().orElse(AUTO);
    if (given.equals(OFF)) {
      return Optional.empty();
    }
    if (!given.equals(AUTO)) {
      return Optional.of(ProcessSource.of(ROOT, Long.parseLong(given)));
    }
    try {
      return service.map(address -> ProcessSource.listening(ROOT, address));
    } catch (IllegalArgumentException e) {
      boolean asked =
          settings.service().process().isPresent()
              || settings.service().jvm().filter(AUTO::equals).isPresent();
      if (asked) {
        notes.add(e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static String only(Optional<ProcessSource> process, List<String> notes) {
    List<Long> found = process.map(ProcessSource::processes).orElse(List.of());
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "setting onrush.service.jmx was auto, but "
              + (found.isEmpty() && !notes.isEmpty()
                  ? notes.get(0)
                  : "the service has " + found.size() + " processes")
              + "; write a process id, or host and port of a JMX agent");
    }
    return String.valueOf(found.get(0));
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
