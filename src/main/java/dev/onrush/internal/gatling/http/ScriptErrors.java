package dev.onrush.internal.gatling.http;

import dev.onrush.internal.text.UserCode;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Check;
import io.gatling.core.check.CheckResult;
import io.gatling.core.session.Session;
import io.gatling.http.check.HttpCheck;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.protocol.HttpProtocolResponsePart;
import io.gatling.http.request.HttpRequestConfig;
import io.gatling.http.response.Response;
import java.util.Map;
import scala.Function1;
import scala.Function2;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.List;
import scala.util.control.ControlThrowable;

/**
 * Turns errors that functions and checks of a script throw into failures, as Gatling does with
 * exceptions. Examples are a stack overflow in a regular expression, a missing class and an
 * interruption. Gatling considers them fatal and ends the JVM. Errors that may mean that the JVM
 * itself is broken, such as a lack of memory, are left as they are.
 */
public final class ScriptErrors {

  private ScriptErrors() {}

  /**
   * Rethrows errors after which the JVM itself cannot go on. All other throwables are failures of
   * the script, and must not end a user or the run.
   */
  @SuppressWarnings("removal") // ThreadDeath is still thrown by JVMs that have Thread.stop
  public static void rethrowFatal(Throwable e) {
    if (e instanceof ThreadDeath death) {
      throw death;
    }
    if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
      throw error;
    }
  }

  /** Returns the same function, whose errors become failures. */
  public static Function1<Session, Object> guarded(Function1<Session, Object> function) {
    return function instanceof GuardedFunction ? function : new GuardedFunction(function);
  }

  /** Returns the same request, with checks and a transformer whose errors become failures. */
  public static HttpRequestConfig guarded(HttpRequestConfig config) {
    return config.copy(
        guardedChecks(config.checks()),
        guardedTransformer(config.responseTransformer()),
        config.throttled(),
        config.silent(),
        config.followRedirect(),
        config.checksumAlgorithms(),
        config.storeBodyParts(),
        config.defaultCharset(),
        config.explicitResources(),
        config.httpProtocol());
  }

  /**
   * Returns the same protocol, with checks and a transformer whose errors become failures.
   * Resources that Gatling finds in a page have only the checks and the transformer of the
   * protocol.
   */
  static HttpProtocol guarded(HttpProtocol http) {
    HttpProtocolResponsePart responses = http.responsePart();
    return http.copy(
        http.baseUrls(),
        http.warmUpUrl(),
        http.enginePart(),
        http.requestPart(),
        responses.copy(
            responses.followRedirect(),
            responses.maxRedirects(),
            responses.strict302Handling(),
            responses.redirectNamingStrategy(),
            guardedTransformer(responses.responseTransformer()),
            guardedChecks(responses.checks()),
            responses.inferHtmlResources(),
            responses.inferredHtmlResourcesNaming(),
            responses.htmlResourcesInferringFilters()),
        http.wsPart(),
        http.ssePart(),
        http.proxyPart(),
        http.dnsPart());
  }

  /** Returns the check within a guarded check; the check itself if it is not guarded. */
  static Check<Response> original(Check<Response> check) {
    return check instanceof GuardedCheck guarded ? guarded.original : check;
  }

  static Check<Response> guarded(Check<Response> check) {
    return check instanceof GuardedCheck ? check : new GuardedCheck(check);
  }

  private static List<HttpCheck> guardedChecks(List<HttpCheck> checks) {
    return checks.map(check -> new HttpCheck(guarded(check.wrapped()), check.scope()));
  }

  private static Option<Function2<Response, Session, Validation<Tuple2<Response, Session>>>>
      guardedTransformer(
          Option<Function2<Response, Session, Validation<Tuple2<Response, Session>>>> transformer) {
    return transformer.map(
        original ->
            original instanceof GuardedTransformer ? original : new GuardedTransformer(original));
  }

  /** Returns a failure of what Gatling would end the JVM for; throws the rest for Gatling. */
  @SuppressWarnings("unchecked") // a failure is a Validation of any type
  private static <T, E extends Throwable> Validation<T> failure(Throwable e) throws E {
    if (e instanceof StackOverflowError
        || e instanceof LinkageError
        || e instanceof InterruptedException
        || e instanceof ControlThrowable) {
      return (Validation<T>) (Object) new Failure(UserCode.text(e));
    }
    throw (E) e;
  }

  private record GuardedFunction(Function1<Session, Object> original)
      implements Function1<Session, Object> {
    @Override
    public Object apply(Session session) {
      try {
        return original.apply(session);
      } catch (Throwable e) { // checked ones too, which Kotlin code can throw
        return failure(e);
      }
    }
  }

  private record GuardedCheck(Check<Response> original) implements Check<Response> {
    @Override
    public Validation<CheckResult> check(
        Response response, Session session, Map<Object, Object> prepared) {
      try {
        return original.check(response, session, prepared);
      } catch (Throwable e) { // checked ones too, which Kotlin code can throw
        return failure(e);
      }
    }

    @Override
    public Check<Response> checkIf(Function1<Session, Validation<Object>> condition) {
      return guarded(original.checkIf(condition));
    }

    @Override
    public Check<Response> checkIf(Function2<Response, Session, Validation<Object>> condition) {
      return guarded(original.checkIf(condition));
    }
  }

  private record GuardedTransformer(
      Function2<Response, Session, Validation<Tuple2<Response, Session>>> original)
      implements Function2<Response, Session, Validation<Tuple2<Response, Session>>> {
    @Override
    public Validation<Tuple2<Response, Session>> apply(Response response, Session session) {
      try {
        return original.apply(response, session);
      } catch (Throwable e) { // checked ones too, which Kotlin code can throw
        return failure(e);
      }
    }
  }
}
