package dev.onrush.internal.gatling.arrival;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.http.ScriptErrors;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.gatling.user.Population;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.text.UserCode;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import java.util.List;
import scala.Function1;
import scala.collection.Map;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Protocol components that count the users of a scenario when Gatling starts and ends them, and
 * pass both events on to the scenario's own protocols.
 *
 * @param registry the registry of the scenario's own protocols
 */
public record UserCounting(
    String scenario,
    ProtocolComponentsRegistry registry,
    MeteredStatsEngine engine,
    Recorder recorder)
    implements ProtocolComponents {

  /** The session attribute of a user that its protocols could not start. */
  private static final String NOT_STARTED = "onrushNotStarted";

  private static final GatlingField COMPONENTS =
      GatlingField.of(ProtocolComponentsRegistry.class, "componentsCache");

  private static final class Counted implements Protocol {}

  /** The key of these components in Gatling's registry. */
  private record Key(UserCounting counting) implements ProtocolKey<Counted, UserCounting> {

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Protocol> protocolClass() {
      return (Class) Counted.class;
    }

    @Override
    public Counted defaultProtocolValue(GatlingConfiguration configuration) {
      return new Counted();
    }

    @Override
    public Function1<Counted, UserCounting> newComponents(CoreComponents core) {
      return protocol -> counting;
    }
  }

  /**
   * Returns the key with which Gatling's registry finds these components, so that they are called
   * when a user starts and exits.
   */
  public ProtocolKey<?, ?> key() {
    return new Key(this);
  }

  /**
   * Returns the first action of the scenario, which passes on users that have been started.
   *
   * @param exit the action for users that could not be started
   */
  public Action entry(Action scenario, Action exit) {
    return new Step(
        "onrush-begin",
        session -> (session.contains(NOT_STARTED) ? exit : scenario).$bang(session),
        scenario);
  }

  @Override
  public Function1<Session, Session> onStart() {
    List<Function1<Session, Session>> starts =
        components().stream().map(ProtocolComponents::onStart).toList();
    return session -> {
      Session begun = begun(starts, session);
      if (engine.active()) {
        recorder.userStarted(scenario);
        engine.arrived(scenario, begun);
      }
      return begun;
    };
  }

  /**
   * The components of the protocols in Gatling's registry, called one by one here. The registry
   * calls all of them at once: if one fails, it omits the remaining ones and loses what the earlier
   * ones have put into the session.
   */
  @SuppressWarnings("unchecked")
  private List<ProtocolComponents> components() {
    Map<?, ProtocolComponents> cache = (Map<?, ProtocolComponents>) COMPONENTS.get(registry);
    return List.copyOf(CollectionConverters.asJava(cache).values());
  }

  /**
   * Starts a user in all protocols. A user that one of its protocols cannot start exists
   * nevertheless until it exits. Its session keeps what the earlier protocols have put into it, so
   * that they can close what they have opened.
   */
  private Session begun(List<Function1<Session, Session>> starts, Session session) {
    Session begun = session;
    for (Function1<Session, Session> start : starts) {
      try {
        begun = start.apply(begun);
      } catch (Throwable e) {
        failed(begun, "start of a user", e);
        return begun.markAsFailed().set(NOT_STARTED, true);
      }
    }
    return begun;
  }

  /** Gatling learns that a user has ended only if this function does not throw. */
  @Override
  public Function1<Session, BoxedUnit> onExit() {
    List<Function1<Session, BoxedUnit>> exits =
        components().stream().map(ProtocolComponents::onExit).toList();
    return session -> {
      try {
        exits.forEach(exit -> end(exit, session));
      } finally {
        ended(session);
      }
      return BoxedUnit.UNIT;
    };
  }

  private void ended(Session session) {
    if (!engine.active()) {
      return;
    }
    VirtualUser user = VirtualUser.ofOrNull(session);
    Population population = user == null ? null : user.population;
    if (user == null || population == null || user.arrived || user.left) {
      recorder.userEnded(scenario);
      return;
    }
    long since = System.nanoTime();
    population.vacated(
        () -> {
          engine.waited(scenario, System.nanoTime() - since);
          recorder.userEnded(scenario);
        });
  }

  private void end(Function1<Session, BoxedUnit> exit, Session session) {
    try {
      exit.apply(session);
    } catch (Throwable e) {
      failed(session, "end of a user", e);
    }
  }

  private void failed(Session session, String step, Throwable e) {
    ScriptErrors.rethrowFatal(e);
    engine.scriptFailed(session, step, UserCode.text(e));
  }
}
