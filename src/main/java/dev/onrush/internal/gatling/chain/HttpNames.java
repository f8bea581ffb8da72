package dev.onrush.internal.gatling.chain;

import io.gatling.core.session.Session$;
import io.gatling.http.client.uri.Uri;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.gatling.http.util.HttpHelper$;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The effect of an HTTP protocol on the names of requests: the requests that it leaves out of the
 * statistics, and the requests that it adds to those of the chains.
 */
final class HttpNames {

  /** The class whose lambda is Gatling's own way to name the hops of a redirect. */
  private static final String OWN = "io.gatling.http.protocol.HttpProtocol$";

  private static final Pattern HOP = Pattern.compile("(.+) Redirect \\d+");

  /** If it is empty, Gatling's defaults apply. */
  private final Optional<HttpProtocol> protocol;

  HttpNames(Optional<HttpProtocol> protocol) {
    this.protocol = protocol;
  }

  /**
   * Returns why a request is in no statistic; empty if it is counted. A request whose address
   * depends on the session is assumed to be counted, whatever {@code silentUri} is.
   *
   * @param resource whether it is a resource of another request
   */
  Optional<String> silence(HttpRequestBuilder request, boolean resource) {
    if (request.httpAttributes().silent().isDefined()) {
      return (Boolean) request.httpAttributes().silent().get()
          ? Optional.of("it is marked silent()")
          : Optional.empty();
    }
    if (resource && protocol.isPresent() && protocol.get().requestPart().silentResources()) {
      return Optional.of("it is a resource, and the protocol has silentResources()");
    }
    return protocol.filter(http -> matchesSilentUri(request, http)).map(this::silentUri);
  }

  private String silentUri(HttpProtocol http) {
    return "its address matches the protocol's silentUri(\""
        + http.requestPart().silentUri().get()
        + "\")";
  }

  private static boolean matchesSilentUri(HttpRequestBuilder request, HttpProtocol http) {
    if (http.requestPart().silentUri().isEmpty()) {
      return false;
    }
    Pattern silent = http.requestPart().silentUri().get();
    List<String> addresses = addresses(request, CollectionConverters.asJava(http.baseUrls()));
    return !addresses.isEmpty() && addresses.stream().allMatch(a -> silent.matcher(a).matches());
  }

  /**
   * The addresses of a request, one for each of the base addresses; empty if they are not known
   * yet.
   */
  private static List<String> addresses(HttpRequestBuilder request, List<String> bases) {
    if (request.commonAttributes().queryParams().nonEmpty()) {
      return List.of();
    }
    if (request.commonAttributes().urlOrURI().isRight()) {
      return List.of(request.commonAttributes().urlOrURI().toOption().get().toUrl());
    }
    Optional<String> url =
        NameExpression.value(
            request.commonAttributes().urlOrURI().swap().toOption().get(),
            Session$.MODULE$.apply("", 0, null));
    try {
      return url.stream()
          .flatMap(
              to ->
                  HttpHelper$.MODULE$.isAbsoluteHttpUrl(to)
                      ? List.of(to).stream()
                      : bases.stream().map(base -> base + to))
          .map(to -> Uri.create(to).toUrl())
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of(); // Gatling refuses the request when it is sent
    }
  }

  /** Whether responses may redirect a request to further requests, which are counted. */
  boolean redirects(HttpRequestBuilder request) {
    return request.httpAttributes().followRedirect()
        && protocol.map(http -> http.responsePart().followRedirect()).orElse(true);
  }

  /** Whether a function of the user's names the hops of a redirect. */
  boolean namesHopsByFunction() {
    return protocol.isPresent()
        && !protocol
            .get()
            .responsePart()
            .redirectNamingStrategy()
            .getClass()
            .getName()
            .startsWith(OWN);
  }

  /**
   * Whether Gatling also requests the resources that it finds in pages. Their names depend on the
   * pages, and they are counted.
   */
  boolean infersResources() {
    return protocol.isPresent()
        && protocol.get().responsePart().inferHtmlResources()
        && !protocol.get().requestPart().silentResources();
  }

  /**
   * Returns the name of the request to which a hop of a redirect belongs, by Gatling's own naming.
   */
  static Optional<String> originOfHop(String name) {
    return Optional.of(HOP.matcher(name)).filter(m -> m.matches()).map(m -> m.group(1));
  }
}
