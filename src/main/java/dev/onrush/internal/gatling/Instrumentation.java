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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Instruments a simulation so that it is measured, and controls it while it runs. Thread-safe. */
public final class Instrumentation {

  private volatile @Nullable Metering metering;

  /** Creates an object without an instrumented simulation. */
  public Instrumentation() {}

  /** The declarations of a simulation to Gatling, as far as they are known before the run. */
  public static final class Declared {
    private final SimulationParams params;

    private Declared(SimulationParams params) {
      this.params = params;
    }

    /** The base addresses of all protocols. */
    public List<String> addresses() {
      return GatlingDefaults.addresses(params);
    }

    /** Whether users share connections; otherwise each opens its own. */
    public boolean sharesConnections() {
      return GatlingDefaults.sharesConnections(params);
    }

    /** The names of all scenarios, which take the place of a plan's user classes. */
    public Set<String> scenarios() {
      Set<String> names = new TreeSet<>();
      CollectionConverters.asJava(
              PopulationBuilder$.MODULE$.flatten(params.rootPopulationBuilders()))
          .forEach(population -> names.add(population.scenarioBuilder().name()));
      return names;
    }

    /**
     * The scenarios in the order in which they were declared, including scenarios that follow
     * others.
     */
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

    /** The names of requests, groups and metrics, as far as they are known before the run. */
    public ChainContents names() {
      return ChainContents.of(params);
    }

    /**
     * Connects once to all base addresses, without sending a request.
     *
     * @param verifyCertificates whether to refuse servers whose certificate is not trusted
     * @param provider returns the class that has started the service at an address, if there is one
     * @throws IllegalArgumentException for the first address to which no connection can be made;
     *     the message contains the reason and a remedy
     */
    public void checkTargets(boolean verifyCertificates, Function<URI, Optional<String>> provider) {
      GatlingDefaults.verifyCertificates(verifyCertificates);
      TargetCheck.check(params, provider);
    }

    /**
     * Gatling's own assertions as thresholds.
     *
     * @throws IllegalArgumentException if there is no equivalent threshold for an assertion
     */
    public List<Threshold> assertions() {
      return GatlingAssertions.thresholds(params.assertions(), names());
    }
  }

  /**
   * A scenario and its load.
   *
   * @param requests the names of its requests, as far as they are known before the run
   * @param users the total number of users; empty if Gatling cannot tell it, as for concurrent
   *     users
   */
  public record Workload(String scenario, List<String> requests, OptionalLong users) {}

  /**
   * The settings for measuring a simulation.
   *
   * @param gatlingReport whether to keep Gatling's own outputs
   * @param metering the settings for the start and the end of the run
   */
  public record Instruments(
      Recorder recorder,
      boolean gatlingReport,
      boolean verifyCertificates,
      Metering.Wanted metering) {}

  /** Returns the declarations of a simulation to Gatling. */
  public static Declared declared(SimulationParams params) {
    return new Declared(params);
  }

  /** The parameters that Gatling is given in place of the simulation's own. */
  public record Instrumented(SimulationParams params) {}

  /** Returns the same simulation, measured. */
  public Instrumented instrument(Declared declared, Instruments instruments) {
    SimulationParams original = declared.params;
    GatlingDefaults.apply(original, instruments.gatlingReport, instruments.verifyCertificates);
    Metering.Metered metered =
        Metering.instrument(original, instruments.recorder, instruments.metering);
    metering = metered.metering();
    LoadFailures.loaded();
    return new Instrumented(metered.params());
  }

  /** Asks Gatling to end the run gracefully. Does nothing before the first users are due. */
  public void stop(String reason) {
    Metering instrumented = metering;
    if (instrumented != null) {
      instrumented.stop(reason);
    }
  }

  /** Sets the receiver of messages about measurements that fail. It may be called by any thread. */
  public void tellTroubles(Consumer<String> to) {
    Metering instrumented = metering;
    if (instrumented != null) {
      instrumented.tellTroubles(to);
    }
  }

  /**
   * Ends the load, if there is any. When this method returns, nothing more is sent, and everything
   * that was sent is counted.
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
   * Runs the tear-down of the plan, once, if its set-up was run.
   *
   * @return why it failed, in words; empty if it did not
   */
  public Optional<String> tearDown() {
    return Optional.ofNullable(metering).flatMap(Metering::tearDown);
  }

  /** Why the simulation itself ended the load early, in words; empty if it did not. */
  public Optional<String> cause() {
    return Optional.ofNullable(metering).flatMap(Metering::cause);
  }

  /**
   * Why the simulation's own set-up or tear-down failed, or how far the run had got if it was ended
   * before its load began, in words; empty if neither is the case.
   */
  public Optional<String> hookFailure() {
    return Optional.ofNullable(metering).flatMap(Metering::hookFailure);
  }

  /**
   * Returns an HTTP protocol without a base address, and without Gatling's call to its home page.
   */
  public static HttpProtocolBuilder httpWithoutTarget() {
    return HttpDsl.http.disableWarmUp();
  }

  /**
   * Describes the threads for calls of Java code in this JVM: {@code 256 platform threads at most}.
   */
  public static String callThreads(int most) {
    return CallPool.describe(most);
  }

  /**
   * Returns a protocol for HTTP and web sockets at this base address, without Gatling's call to its
   * home page.
   */
  public static HttpProtocolBuilder httpAt(URI target) {
    String webSocket = target.toString().replaceFirst("^http", "ws");
    return HttpDsl.http.baseUrl(target.toString()).wsBaseUrl(webSocket).disableWarmUp();
  }
}
