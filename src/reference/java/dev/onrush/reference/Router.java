package dev.onrush.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RequestTooBigException;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.PathTemplateMatcher;
import io.undertow.util.PathTemplateMatcher.PathMatchResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the endpoint of a request and turns whatever comes of it into a JSON answer. */
final class Router implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final PathTemplateMatcher<Map<HttpString, Route>> routes = new PathTemplateMatcher<>();
  private final ObjectMapper json = new ObjectMapper();

  private record Route(boolean blocking, Endpoint endpoint) {}

  /**
   * An endpoint that may wait for the database or a long computation: it runs on a worker thread.
   */
  void get(String path, Endpoint endpoint) {
    add(Methods.GET, path, new Route(true, endpoint));
  }

  /** Like {@link #get(String, Endpoint)}. */
  void post(String path, Endpoint endpoint) {
    add(Methods.POST, path, new Route(true, endpoint));
  }

  /**
   * An endpoint that answers at once, on the thread that read the request, even when every worker
   * is busy.
   */
  void getAtOnce(String path, Endpoint endpoint) {
    add(Methods.GET, path, new Route(false, endpoint));
  }

  private void add(HttpString method, String path, Route route) {
    Map<HttpString, Route> methods = routes.get(path);
    if (methods == null) {
      methods = new TreeMap<>();
      routes.add(path, methods);
    }
    methods.put(method, route);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    PathMatchResult<Map<HttpString, Route>> match = routes.match(exchange.getRelativePath());
    if (match == null) {
      send(
          exchange,
          new HttpError(404, "nothing is at %s".formatted(exchange.getRelativePath())).response());
      return;
    }
    Route route = match.getValue().get(exchange.getRequestMethod());
    if (route == null) {
      String allowed =
          match.getValue().keySet().stream()
              .map(HttpString::toString)
              .collect(Collectors.joining(", "));
      exchange.getResponseHeaders().put(Headers.ALLOW, allowed);
      String error =
          "%s is not possible at %s; use %s"
              .formatted(exchange.getRequestMethod(), exchange.getRelativePath(), allowed);
      send(exchange, new HttpError(405, error).response());
      return;
    }
    Request request = new Request(exchange, match.getParameters(), json);
    if (route.blocking()) {
      exchange.dispatch(() -> send(exchange, answer(route.endpoint(), request)));
    } else {
      send(exchange, answer(route.endpoint(), request));
    }
  }

  private static Response answer(Endpoint endpoint, Request request) {
    try {
      return endpoint.answer(request);
    } catch (HttpError e) {
      return e.response();
    } catch (RequestTooBigException e) {
      return Request.tooLarge().response();
    } catch (IOException e) {
      return new HttpError(400, "body could not be read: %s".formatted(e.getMessage())).response();
    } catch (SQLException e) {
      if (Database.isUnavailable(e)) {
        return new HttpError(503, Database.message(e)).response();
      }
      LOG.error("statement failed", e);
      return new HttpError(500, Database.message(e)).response();
    } catch (RuntimeException e) {
      LOG.error("request failed", e);
      return new HttpError(500, "the service failed; its log says why").response();
    }
  }

  private void send(HttpServerExchange exchange, Response response) {
    byte[] body;
    try {
      body = json.writeValueAsBytes(response.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "%s cannot be written as JSON".formatted(response.body().getClass()), e);
    }
    if (response.status() == 401) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
    }
    exchange.setStatusCode(response.status());
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }
}
