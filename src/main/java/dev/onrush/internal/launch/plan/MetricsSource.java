package dev.onrush.internal.launch.plan;

import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.run.Closings;
import dev.onrush.internal.service.PostgresSource;
import dev.onrush.internal.service.PrometheusSource;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.service.ServiceMetrics.Sources;
import dev.onrush.internal.service.ServiceSource;
import dev.onrush.internal.service.VariantSource;
import dev.onrush.internal.service.host.ProcessSource;
import dev.onrush.internal.service.jvm.JvmSource;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.address.HttpAddress;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Opens the sources from which a run reads the metrics of the service under test.
 *
 * @param thresholds the thresholds of the run; the metrics that they name are read
 */
public record MetricsSource(List<Threshold> thresholds, Settings settings) {

  private static final Path ROOT = Path.of("/");
  private static final String AUTO = "auto";
  private static final String OFF = "off";

  /** The label of all series of A; the series of B, which is judged, have no label. */
  private static final String OF_A = Variant.A.name();

  /**
   * Returns the sources that thresholds or settings ask for, not yet open. All values of a source
   * are kept to explain a threshold that breaks.
   *
   * @param target the address from which the path of the metrics endpoint is resolved
   * @param started whether the service was started for this run; its endpoint is then read if it
   *     has one
   * @param service the address at which the service's process listens; empty if it is not known
   */
  public ServiceMetrics of(URI target, boolean started, Optional<URI> service) {
    return opening(
        (sources, notes) ->
            sources.addAll(sources(settings.service(), target, started, service, notes)));
  }

  /**
   * Returns the sources of a run without a target, which settings name. A path of the metrics
   * endpoint is resolved from this machine.
   */
  public ServiceMetrics withoutTarget() {
    return of(URI.create("http://127.0.0.1"), false, Optional.empty());
  }

  /**
   * Returns the sources of both services of a duet, not yet open. For A, only its endpoint, its
   * database and its process are read. A source that A and B share is read once, as a source of B.
   */
  public ServiceMetrics ofBoth(DuetChoice duet, boolean started) {
    return opening((sources, notes) -> addBoth(sources, duet, started, notes));
  }

  private static ServiceMetrics opening(BiConsumer<List<ServiceSource>, List<String>> adding) {
    return new ServiceMetrics(
        () -> {
          List<String> notes = new ArrayList<>();
          return new Sources(open(sources -> adding.accept(sources, notes)), notes);
        });
  }

  private void addBoth(
      List<ServiceSource> sources, DuetChoice duet, boolean started, List<String> notes) {
    Settings.Service a = duet.asked().a().service();
    Settings.Service b = duet.asked().b().service();
    sources.addAll(sources(b, duet.b(), started, Optional.of(duet.b()), notes));
    boolean sameEndpoint = address(a, duet.a()).equals(address(b, duet.b()));
    if (!sameEndpoint && isRead(a, started)) {
      PrometheusSource endpoint = endpoint(a, duet.a());
      if (endpoint.answers()) {
        sources.add(new VariantSource(endpoint, OF_A));
      } else if (!a.metrics().equals(settings.service().metrics())) {
        endpoint.check(); // refuses it, because its address was set explicitly
      }
    }
    a.postgres()
        .filter(address -> !b.postgres().equals(Optional.of(address)))
        .ifPresent(address -> sources.add(new VariantSource(postgres(address), OF_A)));
    if (a.process().orElse(AUTO).equals(AUTO) && !duet.a().equals(duet.b())) {
      process(a, Optional.of(duet.a()), notes)
          .ifPresent(process -> sources.add(new VariantSource(process, OF_A)));
    }
  }

  /** Opens sources. If opening one of them fails, all others are closed again. */
  static List<ServiceSource> open(Consumer<List<ServiceSource>> adding) {
    List<ServiceSource> sources = new ArrayList<>();
    try {
      adding.accept(sources);
      return sources;
    } catch (RuntimeException | Error e) {
      Closings.each(sources.stream().<Runnable>map(source -> source::close).toList());
      throw e;
    }
  }

  /**
   * Finds the process of the service. If it is not found, a note says so only if the settings ask
   * for it.
   */
  private static Optional<ProcessSource> process(
      Settings.Service asked, Optional<URI> service, List<String> notes) {
    String given = asked.process().orElse(AUTO);
    if (given.equals(OFF)) {
      return Optional.empty();
    }
    if (!given.equals(AUTO)) {
      return Optional.of(ProcessSource.of(ROOT, Long.parseLong(given)));
    }
    try {
      return service.map(address -> ProcessSource.listening(ROOT, address));
    } catch (IllegalArgumentException e) {
      if (asked.process().isPresent() || asked.jvm().filter(AUTO::equals).isPresent()) {
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

  private List<ServiceSource> sources(
      Settings.Service service,
      URI target,
      boolean started,
      Optional<URI> where,
      List<String> notes) {
    return open(
        sources -> {
          if (isRead(service, started)) {
            PrometheusSource endpoint = endpoint(service, target);
            if (isAsked(service)) {
              endpoint.check();
              sources.add(endpoint);
            } else if (endpoint.answers()) {
              sources.add(endpoint);
            }
          }
          service.postgres().ifPresent(address -> sources.add(postgres(address)));
          Optional<ProcessSource> process = process(service, where, notes);
          process.ifPresent(sources::add);
          service.jvm().ifPresent(jvm -> sources.add(jvm(jvm, process, notes)));
        });
  }

  private static JvmSource jvm(String jvm, Optional<ProcessSource> process, List<String> notes) {
    JvmSource source = new JvmSource(jvm.equals(AUTO) ? only(process, notes) : jvm);
    source.check();
    return source;
  }

  private PostgresSource postgres(String address) {
    PostgresSource source = new PostgresSource(address, settings.secrets()::mask);
    source.check();
    return source;
  }

  private boolean isRead(Settings.Service service, boolean started) {
    return started || isAsked(service);
  }

  private boolean isAsked(Settings.Service service) {
    return service.isGiven() || !metrics(service).isEmpty();
  }

  private Set<String> metrics(Settings.Service service) {
    Set<String> metrics = new TreeSet<>(service.keep());
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        if (figure.scope().subject() instanceof Subject.Service of) {
          metrics.add(of.name());
        }
      }
    }
    return metrics;
  }

  /** Returns the address of the metrics endpoint. A path is appended to the target's own path. */
  static URI address(Settings.Service service, URI target) {
    String given = service.metrics();
    return given.contains("://")
        ? URI.create(given)
        : URI.create(target + "/").resolve("./" + given.replaceFirst("^/+", ""));
  }

  private PrometheusSource endpoint(Settings.Service service, URI target) {
    URI address = address(service, target);
    settings.allowedHosts().check(address);
    return new PrometheusSource(
        HttpAddress.forJavasClient(address), metrics(service), settings.secrets()::mask);
  }
}
