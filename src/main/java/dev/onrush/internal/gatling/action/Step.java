package dev.onrush.internal.gatling.action;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An action that runs a function. */
public final class Step implements JavaAction {

  private final String name;
  private final Consumer<Session> function;

  /**
   * For code that walks through actions by their fields: the function does not show the action that
   * it refers to.
   */
  @SuppressWarnings("UnusedVariable")
  private final @Nullable Action next;

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
}
