package dev.onrush.internal.gatling.chain;

import dev.onrush.internal.gatling.field.FieldValues;
import dev.onrush.plan.LoadPlan;
import io.gatling.core.session.Session;
import io.gatling.core.session.el.StaticPart;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.request.builder.CommonAttributes;
import io.gatling.http.util.HttpHelper$;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Finds the addresses that a plan specifies itself, in place of the base address of the run: the
 * absolute addresses of its requests, as far as they are known before the run, and the base
 * addresses of its protocol.
 */
public final class AbsoluteAddresses {

  private AbsoluteAddresses() {}

  private static final Pattern PLACE = Pattern.compile("([A-Za-z]+://[^/?#]+)(.*)", Pattern.DOTALL);

  /**
   * The address of a request, web socket or event stream of this name.
   *
   * @param whole whether nothing follows that depends on the session
   */
  public record RequestAddress(String request, String address, boolean whole) {

    /** Scheme, host and port of an absolute address; empty if they are not known completely. */
    public Optional<String> place() {
      Matcher place = PLACE.matcher(address);
      return place.matches() && (whole || !place.group(2).isEmpty())
          ? Optional.of(place.group(1))
          : Optional.empty();
    }
  }

  /**
   * Returns the absolute addresses of requests, web sockets and event streams. If the later part of
   * an address depends on the session, only the part before it is returned. An address that a
   * function returns is not known.
   */
  public static List<RequestAddress> of(LoadPlan plan) {
    return of(ChainContents.of(plan));
  }

  /** Returns the absolute addresses in some chains, as {@link #of(LoadPlan)} does. */
  public static List<RequestAddress> of(ChainContents contents) {
    return known(contents).stream().filter(sent -> isAbsolute(sent.address())).toList();
  }

  /**
   * Returns the addresses that continue the last word of a base address, because they are relative
   * and do not begin with a slash: {@code home} after {@code http://127.0.0.1:8080} is port
   * 8080home.
   */
  public static List<RequestAddress> withoutSlash(LoadPlan plan) {
    return known(ChainContents.of(plan)).stream()
        .filter(sent -> !isAbsolute(sent.address()) && !sent.address().matches("(?s)[/?].*|"))
        .toList();
  }

  /** Returns the addresses that are known before the run, or the known parts before others. */
  private static List<RequestAddress> known(ChainContents contents) {
    List<RequestAddress> addresses = new ArrayList<>();
    for (ChainWalk.Addressed each : contents.addressed()) {
      CommonAttributes request = each.request();
      String name =
          NameExpression.value(request.requestName(), each.session())
              .orElse("(name not known yet)");
      Optional<String> whole = whole(request, each.session());
      whole
          .or(() -> beginning(request))
          .ifPresent(known -> addresses.add(new RequestAddress(name, known, whole.isPresent())));
    }
    return addresses;
  }

  private static boolean isAbsolute(String address) {
    return HttpHelper$.MODULE$.isAbsoluteHttpUrl(address)
        || HttpHelper$.MODULE$.isAbsoluteWsUrl(address);
  }

  private static Optional<String> whole(CommonAttributes request, Session session) {
    var address = request.urlOrURI();
    return address.isRight()
        ? Optional.of(address.toOption().get().toUrl())
        : NameExpression.value(address.swap().toOption().get(), session);
  }

  private static Optional<String> beginning(CommonAttributes request) {
    return FieldValues.of(request.urlOrURI().swap().toOption().get()).values().stream()
        .flatMap(captured -> beginning(captured).stream())
        .findFirst();
  }

  /** Returns the constant text with which a compiled expression begins. */
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
    return CollectionConverters.asJava(((HttpProtocol) http.protocol()).baseUrls());
  }

  /** The base addresses of a protocol for web sockets. */
  public static List<String> webSocketBases(HttpProtocolBuilder http) {
    return CollectionConverters.asJava(((HttpProtocol) http.protocol()).wsPart().wsBaseUrls());
  }
}
