package dev.onrush.reference.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.store.Database;
import dev.onrush.reference.trace.Tracing;
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
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the endpoint of a request, passes the request through the admission and the injected
 * faults, and turns the outcome into an answer.
 */
public final class Router implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final Logger REQUESTS = LoggerFactory.getLogger("requests");
  private static final Logger DEBUGGED = LoggerFactory.getLogger("debugged");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** The header of the requests of the service's own warm-up. */
  public static final HttpString WARM_UP = new HttpString("Warm-Up");

  private final PathTemplateMatcher<Map<HttpString, Route>> routes = new PathTemplateMatcher<>();
  private final ObjectMapper json = new ObjectMapper();
  private final LiveSettings settings;
  private final ServiceMetrics metrics;
  private final Tracing tracing;
  private final AdmissionControl admission;
  private final InjectedFaults faults;

  /** The requests that wait until the service opens. */
  private final List<HttpServerExchange> early = new ArrayList<>();

  private volatile Stage stage = Stage.SETTING_UP;

  private enum Stage {
    /** Endpoints are being added, and all requests wait. */
    SETTING_UP,
    WARMING_UP,
    OPEN
  }

  private record Route(Kind kind, Endpoint endpoint) {}

  private enum Kind {
    /** May wait for the database or a long computation: runs on a worker thread. */
    WAITING,
    /** Answers immediately, on the thread that read the request, even if every worker is busy. */
    AT_ONCE,
    /** Serves the operation of the service, and bypasses the admission and the faults. */
    OPERATING
  }

  public Router(LiveSettings settings, ServiceMetrics metrics, Tracing tracing) {
    this.settings = settings;
    this.metrics = metrics;
    this.tracing = tracing;
    this.admission = new AdmissionControl(settings);
    this.faults = new InjectedFaults(settings);
    metrics.gauge("http.server.in.flight", "Requests in progress", admission::inFlight);
  }

  /**
   * Starts to answer two kinds of requests: those that operate the service, and those of the
   * service's own warm-up, which pass neither admission nor faults and are not counted. All others
   * wait. Called when all endpoints are added.
   */
  public void warmUp() {
    stage = Stage.WARMING_UP;
  }

  /** Starts to answer all requests, and those that have waited first. */
  public void open() {
    synchronized (early) {
      stage = Stage.OPEN;
    }
    for (HttpServerExchange exchange : early) {
      exchange.dispatch(exchange.getIoThread(), () -> handleRequest(exchange));
    }
    early.clear();
  }

  private void waitUntilOpen(HttpServerExchange exchange) {
    synchronized (early) {
      if (stage != Stage.OPEN) {
        early.add(exchange);
        return;
      }
    }
    handleRequest(exchange);
  }

  /** Adds an endpoint that may wait for the database or a long computation. */
  public void get(String path, Endpoint endpoint) {
    add(Methods.GET, path, new Route(Kind.WAITING, endpoint));
  }

  /** Like {@link #get(String, Endpoint)}. */
  public void post(String path, Endpoint endpoint) {
    add(Methods.POST, path, new Route(Kind.WAITING, endpoint));
  }

  /** Like {@link #get(String, Endpoint)}. */
  public void put(String path, Endpoint endpoint) {
    add(Methods.PUT, path, new Route(Kind.WAITING, endpoint));
  }

  /** Adds an endpoint that answers immediately, even if every worker is busy. */
  public void getAtOnce(String path, Endpoint endpoint) {
    add(Methods.GET, path, new Route(Kind.AT_ONCE, endpoint));
  }

  /** Adds an endpoint for operating the service. */
  public void operate(String method, String path, Endpoint endpoint) {
    add(new HttpString(method), path, new Route(Kind.OPERATING, endpoint));
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
    if (stage == Stage.SETTING_UP) {
      exchange.dispatch(exchange.getIoThread(), () -> waitUntilOpen(exchange));
      return;
    }
    PathMatchResult<Map<HttpString, Route>> match = routes.match(exchange.getRelativePath());
    boolean counted = stage == Stage.OPEN || isOperating(exchange, match);
    if (!counted && !exchange.getRequestHeaders().contains(WARM_UP)) {
      exchange.dispatch(exchange.getIoThread(), () -> waitUntilOpen(exchange));
      return;
    }
    if (counted) {
      String route = match == null ? "none" : match.getMatchedTemplate();
      observe(exchange, route);
      tracing.arrived(exchange, route);
    }
    if (match == null) {
      send(
          exchange,
          new HttpError(404, "%s does not exist".formatted(exchange.getRelativePath())).response());
      return;
    }
    Route route = match.getValue().get(exchange.getRequestMethod());
    if (route == null) {
      send(exchange, notAllowed(exchange, match.getValue()).response());
      return;
    }
    Request request = new Request(exchange, match.getParameters(), json);
    if (!counted || route.kind() == Kind.OPERATING) {
      exchange.dispatch(() -> send(exchange, answer(route.endpoint(), request)));
      return;
    }
    try {
      admission.enter(exchange);
    } catch (HttpError e) {
      send(exchange, e.response());
      return;
    }
    long delay = faults.delay();
    if (delay > 0) {
      exchange.dispatch(
          exchange.getIoThread(),
          () -> {
            var unused =
                exchange
                    .getIoThread()
                    .executeAfter(
                        () -> work(exchange, route, request), delay, TimeUnit.NANOSECONDS);
          });
    } else {
      work(exchange, route, request);
    }
  }

  private static boolean isOperating(
      HttpServerExchange exchange, @Nullable PathMatchResult<Map<HttpString, Route>> match) {
    Route route = match == null ? null : match.getValue().get(exchange.getRequestMethod());
    return route != null && route.kind() == Kind.OPERATING;
  }

  private void work(HttpServerExchange exchange, Route route, Request request) {
    faults.leak();
    faults.collect();
    try {
      faults.fail();
    } catch (HttpError e) {
      send(exchange, e.response());
      return;
    }
    if (route.kind() == Kind.WAITING) {
      exchange.dispatch(
          tracing.within(
              exchange,
              () -> {
                debug(exchange);
                send(exchange, answer(route.endpoint(), request));
              }));
    } else {
      send(exchange, answer(route.endpoint(), request));
    }
  }

  private void debug(HttpServerExchange exchange) {
    int lines = settings.current().http().debugLines();
    for (int line = 1; line <= lines; line++) {
      DEBUGGED.debug("line {} of {} about {}", line, lines, exchange.getRequestURI());
    }
  }

  private void observe(HttpServerExchange exchange, String route) {
    long arrived = System.nanoTime();
    exchange.addExchangeCompleteListener(
        (done, next) -> {
          long nanos = System.nanoTime() - arrived;
          String method = done.getRequestMethod().toString();
          metrics.request(
              METHODS.contains(method) ? method : "other", route, done.getStatusCode(), nanos);
          if (settings.current().http().logRequests()) {
            REQUESTS.info(
                "{} {} was answered with {} after {} us",
                method,
                done.getRequestURI(),
                done.getStatusCode(),
                nanos / 1_000);
          }
          next.proceed();
        });
  }

  private static HttpError notAllowed(HttpServerExchange exchange, Map<HttpString, Route> known) {
    String allowed =
        known.keySet().stream().map(HttpString::toString).collect(Collectors.joining(", "));
    return new HttpError(
        405,
        "%s is not allowed at %s; use %s"
            .formatted(exchange.getRequestMethod(), exchange.getRelativePath(), allowed),
        Map.of("Allow", allowed));
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
    String type = "application/json";
    if (response.body() instanceof Response.Text text) {
      type = text.contentType();
      body = text.text().getBytes(StandardCharsets.UTF_8);
    } else {
      try {
        body = json.writeValueAsBytes(response.body());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(
            "%s cannot be written as JSON".formatted(response.body().getClass()), e);
      }
    }
    response
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
    exchange.setStatusCode(response.status());
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }
}
