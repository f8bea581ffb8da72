package dev.onrush.internal.gatling.chain;

import dev.onrush.plan.LoadPlan;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.session.el.StaticPart;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.gatling.http.util.HttpHelper$;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Where a plan says itself where its requests go, in place of the base address: in requests with an
 * absolute address, as far as it is known before the run, and in its protocol.
 */
public final class AbsoluteAddresses {

  private AbsoluteAddresses() {}

  /**
   * The absolute addresses of requests, by name; of one that goes on with something of the session,
   * what comes before. An address that a function returns is not known.
   */
  public static Map<String, String> of(LoadPlan plan) {
    Session session = Session$.MODULE$.apply("", 0, null);
    Map<String, String> addresses = new TreeMap<>();
    for (HttpRequestBuilder request : ChainContents.httpRequests(plan)) {
      String name =
          NameExpression.value(request.commonAttributes().requestName(), session)
              .orElse("of a name that is not known yet");
      address(request, session)
          .filter(HttpHelper$.MODULE$::isAbsoluteHttpUrl)
          .ifPresent(address -> addresses.put(name, address));
    }
    return addresses;
  }

  private static Optional<String> address(HttpRequestBuilder request, Session session) {
    var address = request.commonAttributes().urlOrURI();
    if (address.isRight()) {
      return Optional.of(address.toOption().get().toUrl());
    }
    Function1<?, ?> expression = address.swap().toOption().get();
    return NameExpression.value(expression, session)
        .or(
            () ->
                FieldValues.of(expression).values().stream()
                    .flatMap(captured -> beginning(captured).stream())
                    .findFirst());
  }

  /** The text with which a compiled expression begins. */
  private static Optional<String> beginning(@Nullable Object captured) {
    if (captured instanceof StaticPart part) {
      return Optional.of(part.string());
    }
    return captured instanceof Iterable<?> many && many.nonEmpty()
        ? beginning(many.head())
        : Optional.empty();
  }

  /** The base addresses of a protocol. */
  public static List<String> bases(HttpProtocolBuilder http) {
    return CollectionConverters.asJava(
        ((io.gatling.http.protocol.HttpProtocol) http.protocol()).baseUrls());
  }
}
