package dev.onrush.internal.gatling.app;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.commons.util.GatlingVersion;
import io.gatling.core.Predef$;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.config.GatlingConfiguration$;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.structure.PopulationBuilder;
import io.gatling.http.protocol.HttpProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import scala.None$;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns off defaults of Gatling that are not suitable for a load test: reporting each run to its
 * maker, a first call to its home page, trusting every certificate, and writing two logs.
 *
 * <p>Gatling reads its configuration before it loads a simulation, and passes the same object to
 * everything that is created afterwards. So the values in this object are replaced.
 */
public final class GatlingDefaults {

  private static final String DEFAULT_WARM_UP = "https://gatling.io";

  private GatlingDefaults() {}

  /**
   * Applies the settings, while a simulation is loaded.
   *
   * @param report whether to keep Gatling's own console table, log and report
   * @param verifyCertificates whether to refuse servers whose certificate is not trusted
   */
  public static void apply(SimulationParams params, boolean report, boolean verifyCertificates) {
    GatlingConfiguration configuration = Predef$.MODULE$._configuration();
    set(configuration.data(), "enableAnalytics", false);
    verifyCertificates(verifyCertificates);
    if (!report) {
      set(configuration.data(), "dataWriters", Nil$.MODULE$);
    }
    protocols(params).forEach(GatlingDefaults::withoutDefaultWarmUp);
  }

  /** Sets whether servers whose certificate is not trusted are refused. */
  public static void verifyCertificates(boolean verified) {
    set(Predef$.MODULE$._configuration().ssl(), "useInsecureTrustManager", !verified);
  }

  /**
   * Loads Gatling's configuration, so that chains can be written before Gatling runs, as in a unit
   * test of a plan. Gatling's DSL needs its configuration, which its own main loads before any
   * simulation.
   */
  public static void loadUnlessLoaded() {
    if (Predef$.MODULE$._configuration() == null) {
      Predef$.MODULE$._configuration_$eq(GatlingConfiguration$.MODULE$.load());
    }
  }

  /** The request time-out in Gatling's configuration. */
  public static Duration requestTimeout() {
    loadUnlessLoaded();
    return Duration.ofMillis(Predef$.MODULE$._configuration().http().requestTimeout().toMillis());
  }

  /** The version of Gatling that is used. */
  public static String gatlingVersion() {
    return GatlingVersion.ThisVersion().fullVersion();
  }

  /** The base addresses of all HTTP and web socket protocols. */
  public static List<String> addresses(SimulationParams params) {
    List<String> addresses = new ArrayList<>();
    for (HttpProtocol http : httpProtocols(params)) {
      addresses.addAll(CollectionConverters.asJava(http.baseUrls()));
      addresses.addAll(CollectionConverters.asJava(http.wsPart().wsBaseUrls()));
    }
    return addresses;
  }

  /**
   * Whether users share connections in the protocol of all scenarios. A scenario may have a
   * protocol of its own.
   */
  public static boolean sharesConnections(SimulationParams params) {
    return CollectionConverters.asJava(params.globalProtocols().values().toSeq()).stream()
        .filter(HttpProtocol.class::isInstance)
        .map(HttpProtocol.class::cast)
        .anyMatch(http -> http.enginePart().shareConnections());
  }

  /** The HTTP protocols of all scenarios. */
  public static List<HttpProtocol> httpProtocols(SimulationParams params) {
    return protocols(params).stream()
        .filter(HttpProtocol.class::isInstance)
        .map(HttpProtocol.class::cast)
        .toList();
  }

  private static List<Protocol> protocols(SimulationParams params) {
    List<Protocol> all =
        new ArrayList<>(CollectionConverters.asJava(params.globalProtocols().values().toSeq()));
    collect(CollectionConverters.asJava(params.rootPopulationBuilders()), all);
    return all;
  }

  private static void collect(List<PopulationBuilder> populations, List<Protocol> all) {
    for (PopulationBuilder population : populations) {
      Seq<Protocol> own = population.scenarioProtocols().values().toSeq();
      all.addAll(CollectionConverters.asJava(own));
      CollectionConverters.asJava(population.children())
          .forEach(children -> collect(CollectionConverters.asJava(children), all));
    }
  }

  private static void withoutDefaultWarmUp(Protocol protocol) {
    if (protocol instanceof HttpProtocol http
        && http.warmUpUrl().isDefined()
        && http.warmUpUrl().get().equals(DEFAULT_WARM_UP)) {
      set(http, "warmUpUrl", None$.MODULE$);
    }
  }

  private static void set(Object owner, String name, Object value) {
    GatlingField.of(owner.getClass(), name).set(owner, value);
  }
}
