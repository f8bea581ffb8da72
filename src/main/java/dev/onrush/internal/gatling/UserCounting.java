package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
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
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * Counts the users of a scenario where Gatling starts and ends them, and hands both on to the
 * scenario's own protocols.
 *
 * @param registry of the scenario's own protocols
 */
record UserCounting(
    String scenario,
    ProtocolComponentsRegistry registry,
    MeteredStatsEngine engine,
    Recorder recorder)
    implements ProtocolComponents {

  /** An attribute of the session of a user that its protocols could not start. */
  private static final String NOT_STARTED = "onrushNotStarted";

  private static final class Counted implements Protocol {}

  /** Finds it in Gatling's registry. */
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

  /** What makes a registry of Gatling's ask this when a user starts and exits. */
  ProtocolKey<?, ?> key() {
    return new Key(this);
  }

  /**
   * The scenario for users that have been started.
   *
   * @param exit of all others
   */
  Action entry(Action scenario, Action exit) {
    return new Step(
        "onrush-begin",
        session -> (session.contains(NOT_STARTED) ? exit : scenario).$bang(session),
        scenario);
  }

  @Override
  public Function1<Session, Session> onStart() {
    Function1<Session, Session> original = registry.onStart();
    return session -> {
      Session begun = begun(original, session);
      if (engine.active()) {
        recorder.userStarted(scenario);
        engine.arrived(scenario, begun);
      }
      return begun;
    };
  }

  /** A user that its protocols cannot start is there all the same, until it exits. */
  private Session begun(Function1<Session, Session> original, Session session) {
    try {
      return original.apply(session);
    } catch (Throwable e) {
      failed(session, "start of a user", e);
      return session.markAsFailed().set(NOT_STARTED, true);
    }
  }

  /** Gatling learns that a user has ended only if nothing is thrown here. */
  @Override
  public Function1<Session, BoxedUnit> onExit() {
    Function1<Session, BoxedUnit> original = registry.onExit();
    return session -> {
      try {
        original.apply(session);
      } catch (Throwable e) {
        failed(session, "end of a user", e);
      } finally {
        if (engine.active()) {
          recorder.userEnded(scenario);
        }
      }
      return BoxedUnit.UNIT;
    };
  }

  /** Of a protocol. What says that this JVM itself is at its end is thrown on. */
  @SuppressWarnings("removal") // ThreadDeath is still thrown where there is Thread.stop
  private void failed(Session session, String step, Throwable e) {
    if (e instanceof ThreadDeath death) {
      throw death;
    }
    if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
      throw error;
    }
    engine.scriptFailed(session, step, UserCode.text(e));
  }
}
