package dev.onrush.internal.gatling.http;

import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.http.cache.HttpCaches;
import io.gatling.http.client.HttpClient;
import io.gatling.http.engine.HttpClientFactory;
import io.gatling.http.engine.HttpEngine;
import io.gatling.http.engine.response.DefaultStatsProcessor;
import io.gatling.http.engine.tx.HttpTxExecutor;
import io.gatling.http.protocol.HttpComponents;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.protocol.HttpProtocol$;
import io.gatling.http.util.SslContextsFactory;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.immutable.Map;
import scala.collection.mutable.HashMap;
import scala.runtime.BoxedUnit;

/**
 * Gatling's protocols for the scenarios of one run. All scenarios share one HTTP engine, whose
 * client is one of ours around Gatling's own. Everything else is created as Gatling does it.
 */
public final class HttpSeam {

  private final CoreComponents core;
  private final Map<Class<? extends Protocol>, Protocol> protocols;
  private final UnaryOperator<HttpClient> around;
  private final UnaryOperator<HttpProtocol> changed;
  private final HashMap<ProtocolKey<?, ?>, Function1<Protocol, ProtocolComponents>> factories =
      new HashMap<>();
  private final HashMap<ProtocolKey<?, ?>, Protocol> defaults = new HashMap<>();

  /** By the identity of the protocol, since two protocols may be equal. */
  private final IdentityHashMap<HttpProtocol, HttpTxExecutor> executors = new IdentityHashMap<>();

  private Runnable cached = () -> {};

  /** Created when the first scenario with HTTP is built. */
  private @Nullable Engine engine;

  private record Engine(HttpEngine http, HttpCaches caches, DefaultStatsProcessor stats) {}

  /**
   * Creates the protocols of a run.
   *
   * @param protocols the protocols of all scenarios
   * @param around wraps Gatling's client in the client that is used
   */
  public HttpSeam(
      CoreComponents core,
      Map<Class<? extends Protocol>, Protocol> protocols,
      UnaryOperator<HttpClient> around) {
    this(core, protocols, around, http -> http);
  }

  /**
   * Creates the protocols of a run, with changes to HTTP.
   *
   * @param changed replaces each HTTP protocol
   */
  public HttpSeam(
      CoreComponents core,
      Map<Class<? extends Protocol>, Protocol> protocols,
      UnaryOperator<HttpClient> around,
      UnaryOperator<HttpProtocol> changed) {
    this.core = core;
    this.protocols = protocols;
    this.around = around;
    this.changed = changed;
    factories.put(HttpProtocol$.MODULE$.HttpProtocolKey(), this::components);
  }

  /** Sets the components that steps get for this protocol; all scenarios share them. */
  public void provide(ProtocolKey<?, ?> key, ProtocolComponents components) {
    factories.put(key, protocol -> components);
  }

  /**
   * Sets the listener that is called for each request that is answered from its user's own cache.
   * Call it before the first scenario is built. The listener may be called twice for one request.
   */
  public void tellCached(Runnable to) {
    cached = to;
  }

  /**
   * Returns the executor that sends the requests of a protocol. All protocols are known before the
   * first request.
   */
  public HttpTxExecutor executor(HttpProtocol of) {
    return Objects.requireNonNull(executors.get(of), "a protocol of this run");
  }

  /** Returns the protocols of one scenario. The scenario's own protocols take precedence. */
  @SuppressWarnings("unchecked")
  public ProtocolComponentsRegistry registry(Map<Class<? extends Protocol>, Protocol> ofScenario) {
    return new ProtocolComponentsRegistry(
        core,
        (Map<Class<? extends Protocol>, Protocol>) protocols.concat(ofScenario),
        factories,
        defaults);
  }

  /** Closes the HTTP engine. Needed only if these protocols are discarded before Gatling ends. */
  public void close() {
    if (engine != null) {
      engine.http.close();
    }
  }

  private ProtocolComponents components(Protocol protocol) {
    HttpProtocol http = ScriptErrors.guarded(changed.apply((HttpProtocol) protocol));
    Engine made = engine();
    HttpTxExecutor executor = new HttpTxExecutor(core, made.http, made.caches, made.stats, http);
    executors.put(http, executor);
    HttpComponents components = new HttpComponents(http, made.http, made.caches, executor);
    made.http.warmUp(components);
    return components;
  }

  private Engine engine() {
    Engine made = engine;
    if (made == null) {
      ResponseHeaders.bound();
      SslContextsFactory ssl =
          new SslContextsFactory(
              core.configuration().ssl(), core.configuration().http().enableHostnameVerification());
      HttpEngine http =
          new HttpEngine(
              ssl,
              around.apply(new HttpClientFactory(ssl, core.configuration()).newClient()),
              core.eventLoopGroup(),
              core.clock(),
              core.configuration());
      core.actorSystem()
          .registerOnTermination(
              () -> {
                http.close();
                return BoxedUnit.UNIT;
              });
      made =
          new Engine(
              http,
              UserCache.in(new HttpCaches(core.clock(), core.configuration()), cached),
              new DefaultStatsProcessor(core.statsEngine()));
      engine = made;
    }
    return made;
  }
}
