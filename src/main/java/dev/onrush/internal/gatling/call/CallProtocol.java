package dev.onrush.internal.gatling.call;

import dev.onrush.internal.gatling.action.Components;
import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** The Gatling protocol through which the steps of a run find the threads for their calls. */
public final class CallProtocol implements Protocol {

  /** The number of threads if none is configured, as in a simulation that is not measured. */
  public static final int THREADS = 256;

  public static final Key KEY = new Key();

  private CallProtocol() {}

  /** The components of the protocol: one pool that all calls of a run share. */
  public static final class Components implements ProtocolComponents {
    private final CallPool pool;

    public Components(CallPool pool) {
      this.pool = pool;
    }

    CallPool pool() {
      return pool;
    }

    @Override
    public Function1<Session, Session> onStart() {
      return Session$.MODULE$.Identity();
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
      return session -> BoxedUnit.UNIT;
    }
  }

  /** The key by which Gatling finds the components. */
  static final class Key implements ProtocolKey<CallProtocol, Components> {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Protocol> protocolClass() {
      return (Class) CallProtocol.class;
    }

    @Override
    public CallProtocol defaultProtocolValue(GatlingConfiguration configuration) {
      return new CallProtocol();
    }

    @Override
    public Function1<CallProtocol, Components> newComponents(CoreComponents core) {
      Components made = new Components(new CallPool(THREADS));
      return protocol -> made;
    }
  }
}
