package dev.onrush.reference.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Traces requests and their database statements as spans; does nothing if spans are not sent
 * anywhere.
 */
public final class Tracing {

  /**
   * Exports more often than exporters do by default, because runs against this service are short.
   */
  private static final Duration DELAY = Duration.ofSeconds(1);

  private static final int WAITING = 10_000;
  private static final int SERVER_ERROR = 500;

  private static final AttachmentKey<Context> REQUEST = AttachmentKey.create(Context.class);

  /** Reads headers for OpenTelemetry. */
  public static final TextMapGetter<HeaderMap> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HeaderMap headers) {
          return headers.getHeaderNames().stream().map(String::valueOf).toList();
        }

        @Override
        public @Nullable String get(@Nullable HeaderMap headers, String name) {
          return headers == null ? null : headers.getFirst(name);
        }
      };

  private final Tracer tracer;
  private final boolean on;

  private Tracing(Tracer tracer, boolean on) {
    this.tracer = tracer;
    this.on = on;
  }

  /**
   * Returns the tracing of requests whose sender asks for it by W3C Trace Context.
   *
   * @param port the port of 127.0.0.1 that spans are sent to; 0 for none
   */
  @SuppressWarnings("resource") // lives as long as the process
  public static Tracing to(int port) {
    if (port == 0) {
      return new Tracing(TracerProvider.noop().get("none"), false);
    }
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "reference")))
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder()
                            .setEndpoint("http://127.0.0.1:" + port + "/v1/traces")
                            .build())
                    .setScheduleDelay(DELAY)
                    .setMaxQueueSize(WAITING)
                    .build())
            .build();
    return new Tracing(provider.get("dev.onrush.reference"), true);
  }

  /** Starts the span of a request that has arrived; the span ends with the answer. */
  public void arrived(HttpServerExchange exchange, String route) {
    if (!on) {
      return;
    }
    Context sent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), exchange.getRequestHeaders(), HEADERS);
    Span span =
        tracer
            .spanBuilder(exchange.getRequestMethod() + " " + route)
            .setParent(sent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("url.path", exchange.getRequestPath())
            .startSpan();
    exchange.putAttachment(REQUEST, sent.with(span));
    exchange.addExchangeCompleteListener(
        (done, next) -> {
          span.setAttribute("http.response.status_code", done.getStatusCode());
          if (done.getStatusCode() >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
          }
          span.end();
          next.proceed();
        });
  }

  /** Wraps the work for a request, so that what is traced in it is part of the request's span. */
  public Runnable within(HttpServerExchange exchange, Runnable work) {
    Context request = exchange.getAttachment(REQUEST);
    return request == null ? work : request.wrap(work);
  }

  /** An operation that may fail as statements do. */
  public interface Statement<T> {
    T run() throws SQLException;
  }

  /** Opens a connection, and traces this and each of its statements. */
  public Connection connection(Statement<Connection> open) throws SQLException {
    return on
        ? TracedConnection.of(run("wait for a connection", SpanKind.INTERNAL, "", open), this)
        : open.run();
  }

  /** Runs a statement in a span of its own. */
  <T> T run(String name, SpanKind kind, String text, Statement<T> statement) throws SQLException {
    Span span = tracer.spanBuilder(name).setSpanKind(kind).startSpan();
    if (!text.isEmpty()) {
      span.setAttribute("db.system.name", "postgresql").setAttribute("db.query.text", text);
    }
    try (Scope scope = span.makeCurrent()) {
      return statement.run();
    } catch (SQLException | RuntimeException e) {
      span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      span.end();
    }
  }
}
