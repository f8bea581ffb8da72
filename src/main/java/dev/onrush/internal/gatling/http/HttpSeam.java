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
 * Gatling's protocols for the scenarios of one run, with one HTTP engine for all, whose client is
 * one of ours around Gatling's own. All is made as Gatling makes it, but for that.
 */
public final class HttpSeam {

  private final CoreComponents core;
  private final Map<Class<? extends Protocol>, Protocol> protocols;
  private final UnaryOperator<HttpClient> around;
  private final UnaryOperator<HttpProtocol> changed;
  private final HashMap<ProtocolKey<?, ?>, Function1<Protocol, ProtocolComponents>> factories =
      new HashMap<>();
  private final HashMap<ProtocolKey<?, ?>, Protocol> defaults = new HashMap<>();

  /** By the protocol itself, of which two may be equal. */
  private final IdentityHashMap<HttpProtocol, HttpTxExecutor> executors = new IdentityHashMap<>();

  private Runnable cached = () -> {};

  /** Made when the first scenario has HTTP. */
  private @Nullable Engine engine;

  private record Engine(HttpEngine http, HttpCaches caches, DefaultStatsProcessor stats) {}

  /**
   * The protocols of a run.
   *
   * @param protocols of all scenarios
   * @param around gives the client that is used, around Gatling's
   */
  public HttpSeam(
      CoreComponents core,
      Map<Class<? extends Protocol>, Protocol> protocols,
      UnaryOperator<HttpClient> around) {
    this(core, protocols, around, http -> http);
  }

  /**
   * The same with HTTP changed.
   *
   * @param changed gives the protocol that is used in place of each one
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

  /** What steps get that ask for this protocol; one for all scenarios. */
  public void provide(ProtocolKey<?, ?> key, ProtocolComponents components) {
    factories.put(key, protocol -> components);
  }

  /**
   * Sets whom to tell, before the first scenario is built, of each request that its user's own
   * cache answers; it may be told of one twice.
   */
  public void tellCached(Runnable to) {
    cached = to;
  }

  /** Who sends the requests of a protocol that scenarios have; all are known before the first. */
  public HttpTxExecutor executor(HttpProtocol of) {
    return Objects.requireNonNull(executors.get(of), "a protocol of this run");
  }

  /** The protocols of one scenario; its own come before those of all. */
  @SuppressWarnings("unchecked")
  public ProtocolComponentsRegistry registry(Map<Class<? extends Protocol>, Protocol> ofScenario) {
    return new ProtocolComponentsRegistry(
        core,
        (Map<Class<? extends Protocol>, Protocol>) protocols.concat(ofScenario),
        factories,
        defaults);
  }

  /** Closes what has been made, for one that does not live until Gatling ends. */
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
