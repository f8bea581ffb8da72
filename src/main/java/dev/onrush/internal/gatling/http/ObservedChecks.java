package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Check;
import io.gatling.core.check.CheckResult;
import io.gatling.core.check.Extractor;
import io.gatling.core.check.Validator;
import io.gatling.core.session.Session;
import io.gatling.http.check.HttpCheck;
import io.gatling.http.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Function2;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Wraps checks so that they report what they expected and found. Their outcome stays the same. */
final class ObservedChecks {

  private ObservedChecks() {}

  static scala.collection.immutable.List<HttpCheck> of(
      scala.collection.immutable.List<HttpCheck> checks,
      ExchangeText text,
      Consumer<Exchange.Check> to) {
    List<HttpCheck> observed = new ArrayList<>();
    for (HttpCheck check : CollectionConverters.asJava(checks)) {
      Check<Response> original = ScriptErrors.original(check.wrapped());
      observed.add(new HttpCheck(new Observed(original, text, to), check.scope()));
    }
    return CollectionConverters.asScala(observed).toList();
  }

  /** The observations of one evaluation of a check. */
  private static final class Seen {
    private String extractor = "";
    private String validator = "";
    private String found = "";
  }

  private record Observed(Check<Response> check, ExchangeText text, Consumer<Exchange.Check> to)
      implements Check<Response> {

    @Override
    public Validation<CheckResult> check(
        Response response, Session session, Map<Object, Object> prepared) {
      Seen seen = new Seen();
      Check<Response> telling =
          check instanceof Check.Default<Response, ?, ?> known ? telling(known, seen) : check;
      Validation<CheckResult> result =
          ScriptErrors.guarded(telling).check(response, session, prepared);
      to.accept(told(seen, (Object) result instanceof Failure failed ? failed.message() : null));
      return result;
    }

    private <P, X> Check<Response> telling(Check.Default<Response, P, X> known, Seen seen) {
      return known.copy(
          known.preparer(),
          session ->
              known
                  .extractorExpression()
                  .apply(session)
                  .map(extractor -> new TellingExtractor<>(extractor, seen)),
          session ->
              known
                  .validatorExpression()
                  .apply(session)
                  .map(validator -> new TellingValidator<>(validator, seen)),
          known.logActualValueInError(),
          known.customName(),
          known.condition(),
          known.saveAs());
    }

    private Exchange.Check told(Seen seen, @Nullable String problem) {
      Option<String> name = Option.empty();
      Option<String> saveAs = Option.empty();
      if (check instanceof Check.Default<?, ?, ?> known) {
        name = known.customName();
        saveAs = known.saveAs();
      }
      boolean secret =
          text.isSecret(seen.extractor) || (saveAs.isDefined() && text.isSecret(saveAs.get()));
      String expected = seen.extractor + (seen.validator.isEmpty() ? "" : "." + seen.validator);
      if (secret) {
        expected = seen.extractor + "." + seen.validator.replaceFirst("(?s)\\(.*", "(***)");
      }
      if (expected.isEmpty()) {
        expected =
            problem == null && check instanceof Check.Default<?, ?, ?>
                ? "not checked, since its condition was not met"
                : "a custom check";
      }
      return new Exchange.Check(
          (name.isDefined() ? text.shortened(name.get()) + ": " : "")
              + text.shortened(expected)
              + (saveAs.isDefined() ? ", saved as " + text.shortened(saveAs.get()) : ""),
          secret && !seen.found.isEmpty() ? "***" : text.shortened(seen.found),
          problem == null ? "" : secret ? "the check failed" : text.shortened(problem));
    }

    @Override
    public Check<Response> checkIf(Function1<Session, Validation<Object>> condition) {
      return check.checkIf(condition);
    }

    @Override
    public Check<Response> checkIf(Function2<Response, Session, Validation<Object>> condition) {
      return check.checkIf(condition);
    }
  }

  private record TellingExtractor<P, X>(Extractor<P, X> extractor, Seen seen)
      implements Extractor<P, X> {
    @Override
    public String name() {
      return extractor.name();
    }

    @Override
    public String arity() {
      return extractor.arity();
    }

    @Override
    public Validation<Option<X>> apply(P prepared) {
      seen.extractor = extractor.name() + "." + extractor.arity();
      return extractor.apply(prepared);
    }
  }

  private record TellingValidator<X>(Validator<X> validator, Seen seen) implements Validator<X> {
    @Override
    public String name() {
      return validator.name();
    }

    @Override
    public Validation<Option<X>> apply(Option<X> actual, boolean displayed) {
      seen.validator = validator.name();
      seen.found = actual.isDefined() ? ExchangeText.printed(actual.get()) : "nothing";
      return validator.apply(actual, displayed);
    }
  }
}
