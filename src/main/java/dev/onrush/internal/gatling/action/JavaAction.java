package dev.onrush.internal.gatling.action;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import org.slf4j.LoggerFactory;

/** An action written in Java. It has the logger that the Scala compiler adds to each action. */
public interface JavaAction extends Action {

  @Override
  default Logger logger() {
    return Logger.apply(LoggerFactory.getLogger(getClass()));
  }

  /** Called only by constructors that the Scala compiler has created. */
  @Override
  default void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger logger) {}
}
