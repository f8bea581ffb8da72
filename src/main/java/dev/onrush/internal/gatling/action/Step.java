package dev.onrush.internal.gatling.action;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** An action that runs a function. */
public final class Step implements Action {

  private final String name;
  private final Consumer<Session> function;

  /**
   * For code that walks through actions by their fields: the function does not show the action that
   * it refers to.
   */
  @SuppressWarnings("UnusedVariable")
  private final @Nullable Action next;

  private Logger logger = Logger.apply(LoggerFactory.getLogger(Step.class));

  public Step(String name, Consumer<Session> function) {
    this(name, function, null);
  }

  /**
   * Creates a step within a chain.
   *
   * @param next the action that {@code function} continues with
   */
  public Step(String name, Consumer<Session> function, @Nullable Action next) {
    this.name = name;
    this.function = function;
    this.next = next;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void execute(Session session) {
    function.accept(session);
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
