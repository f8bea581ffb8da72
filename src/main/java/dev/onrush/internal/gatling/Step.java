package dev.onrush.internal.gatling;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** An action that is one method. */
final class Step implements Action {

  private final String name;
  private final Consumer<Session> what;
  private Logger logger = Logger.apply(LoggerFactory.getLogger(Step.class));

  Step(String name, Consumer<Session> what) {
    this.name = name;
    this.what = what;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void execute(Session session) {
    what.accept(session);
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger set) {
    logger = set;
  }
}
