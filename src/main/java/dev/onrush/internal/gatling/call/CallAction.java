package dev.onrush.internal.gatling.call;

import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.internal.Expressions;
import scala.Function1;

/**
 * A step of a chain that calls Java code on a thread other than the event loop, and records the
 * call as a request.
 */
public final class CallAction implements ActionBuilder {

  private final CallDefinition<?> definition;

  /** Creates a step for a call. */
  public CallAction(CallDefinition<?> definition) {
    this.definition = definition;
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new Calling(Expressions.toStringExpression(definition.name()));
  }

  /** The step as an action builder of Gatling. */
  public final class Calling implements io.gatling.core.action.builder.ActionBuilder {

    private final Function1<io.gatling.core.session.Session, Validation<String>> requestName;

    public Calling(Function1<io.gatling.core.session.Session, Validation<String>> requestName) {
      this.requestName = requestName;
    }

    /** The name of the request, as thresholds refer to it. */
    public Function1<io.gatling.core.session.Session, Validation<String>> requestName() {
      return requestName;
    }

    @Override
    public Action build(ScenarioContext ctx, Action next) {
      return new CallStep(
          requestName,
          definition,
          ctx.protocolComponentsRegistry().components(CallProtocol.KEY).pool(),
          new CallStep.CallRecording(
              ctx.coreComponents().statsEngine(), ctx.coreComponents().clock()),
          next);
    }
  }
}
