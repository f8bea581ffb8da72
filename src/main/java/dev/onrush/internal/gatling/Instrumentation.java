package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.gatling.app.LoadFailures;
import dev.onrush.internal.gatling.call.CallPool;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.gatling.chain.GatlingAssertions;
import dev.onrush.internal.gatling.target.TargetCheck;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.threshold.Threshold;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.structure.PopulationBuilder;
import io.gatling.core.structure.PopulationBuilder$;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Instruments a simulation for measuring, and is the handle on it while it runs. Thread-safe. */
public final class Instrumentation {

  private volatile @Nullable Metering metering;

  /** No simulation is instrumented yet. */
  public Instrumentation() {}

  /** What Gatling was told to run, as far as it can be known before. */
  public static final class Declared {
    private final SimulationParams params;

    private Declared(SimulationParams params) {
      this.params = params;
    }

    /** Base addresses of all protocols. */
    public List<String> addresses() {
      return GatlingDefaults.addresses(params);
    }

    /** Whether users share connections; otherwise each opens its own. */
    public boolean sharesConnections() {
      return GatlingDefaults.sharesConnections(params);
    }

    /** Names of all scenarios, which stand where a plan has user classes. */
    public Set<String> scenarios() {
      Set<String> names = new TreeSet<>();
      CollectionConverters.asJava(
              PopulationBuilder$.MODULE$.flatten(params.rootPopulationBuilders()))
          .forEach(population -> names.add(population.scenarioBuilder().name()));
      return names;
    }

    /** The scenarios, with those that follow others, in the order in which they were declared. */
    public List<Workload> workloads() {
      return CollectionConverters.asJava(
              PopulationBuilder$.MODULE$.flatten(params.rootPopulationBuilders()))
          .stream()
          .map(
              population ->
                  new Workload(
                      population.scenarioBuilder().name(),
                      ChainContents.of(population.scenarioBuilder()).requests(),
                      users(population)))
          .toList();
    }

    private static OptionalLong users(PopulationBuilder population) {
      Option<Object> total = population.injectionProfile().totalUserCount();
      return total.isDefined()
          ? OptionalLong.of(((Number) total.get()).longValue())
          : OptionalLong.empty();
    }

    /** Names of requests, groups and metrics, as far as they are known before. */
    public ChainContents names() {
      return ChainContents.of(params);
    }

    /**
     * Connects to all base addresses once, and sends no request.
     *
     * @param verifyCertificates refuse servers whose certificate is not trusted
     * @throws IllegalArgumentException for the first that cannot be connected to; the message says
     *     why, and what to do
     */
    public void checkTargets(boolean verifyCertificates) {
      GatlingDefaults.verifyCertificates(verifyCertificates);
      TargetCheck.check(params);
    }

    /**
     * Gatling's own assertions as thresholds.
     *
     * @throws IllegalArgumentException if one has no threshold that says the same
     */
    public List<Threshold> assertions() {
      return GatlingAssertions.thresholds(params.assertions(), names());
    }
  }

  /**
   * A scenario and its load.
   *
   * @param requests their names, as far as they are known before
   * @param users in all; empty if Gatling cannot tell, as of concurrent users
   */
  public record Workload(String scenario, List<String> requests, OptionalLong users) {}

  /**
   * What the measuring side wants.
   *
   * @param gatlingReport keep Gatling's own outputs
   * @param metering how the run begins and ends
   */
  public record Instruments(
      Recorder recorder,
      boolean gatlingReport,
      boolean verifyCertificates,
      Metering.Wanted metering) {}

  /** What a simulation has declared to Gatling. */
  public static Declared declared(SimulationParams params) {
    return new Declared(params);
  }

  /** What Gatling is given in place of what the simulation has declared. */
  public record Instrumented(SimulationParams params) {}

  /** The same simulation, metered. */
  public Instrumented instrument(Declared declared, Instruments instruments) {
    SimulationParams original = declared.params;
    GatlingDefaults.apply(original, instruments.gatlingReport, instruments.verifyCertificates);
    Metering.Metered metered =
        Metering.instrument(original, instruments.recorder, instruments.metering);
    metering = metered.metering();
    LoadFailures.loaded();
    return new Instrumented(metered.params());
  }

  /** Asks Gatling to end the run gracefully; before the first user there is nothing to end. */
  public void stop(String reason) {
    Metering instrumented = metering;
    if (instrumented != null) {
      instrumented.stop(reason);
    }
  }

  /** Whom to tell what the measuring can do no more, from any thread. */
  public void tellTroubles(Consumer<String> to) {
    Metering instrumented = metering;
    if (instrumented != null) {
      instrumented.tellTroubles(to);
    }
  }

  /**
   * Ends the load, if there is any: when this returns, nothing is sent any more, and all that was
   * sent is counted.
   */
  public void endLoad() {
    Metering instrumented = metering;
    if (instrumented != null) {
      instrumented.endLoad();
    }
  }

  /**
   * When the load was ended before all users had left, by {@link System#nanoTime}; empty if it was
   * not.
   */
  public OptionalLong endOfLoad() {
    Metering instrumented = metering;
    return instrumented == null ? OptionalLong.empty() : instrumented.endOfLoad();
  }

  /**
   * Does what a plan does at its end, once, if its set-up has been done.
   *
   * @return how it failed, in words, if it did
   */
  public Optional<String> tearDown() {
    return Optional.ofNullable(metering).flatMap(Metering::tearDown);
  }

  /** How the simulation itself ended the load before its time, in words. */
  public Optional<String> cause() {
    return Optional.ofNullable(metering).flatMap(Metering::cause);
  }

  /** How the simulation's own set-up or tear-down failed, in words. */
  public Optional<String> hookFailure() {
    return Optional.ofNullable(metering).flatMap(Metering::hookFailure);
  }

  /** HTTP without a base address, without Gatling's call to its home page. */
  public static HttpProtocolBuilder httpWithoutTarget() {
    return HttpDsl.http.disableWarmUp();
  }

  /** The threads of calls of Java code in this JVM: {@code 256 platform threads at most}. */
  public static String callThreads(int most) {
    return CallPool.describe(most);
  }

  /** HTTP and web sockets at this base address, without Gatling's call to its home page. */
  public static HttpProtocolBuilder httpAt(URI target) {
    String webSocket = target.toString().replaceFirst("^http", "ws");
    return HttpDsl.http.baseUrl(target.toString()).wsBaseUrl(webSocket).disableWarmUp();
  }
}
