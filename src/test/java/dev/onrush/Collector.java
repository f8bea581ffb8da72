package dev.onrush;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * An OTLP collector on loopback that keeps the data it receives, decoded by the protocol's own
 * code.
 */
final class Collector implements AutoCloseable {

  private final HttpServer server;
  private final List<ExportMetricsServiceRequest> pushes = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();

  Collector() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange;
              InputStream body =
                  "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                      ? new GZIPInputStream(exchange.getRequestBody())
                      : exchange.getRequestBody()) {
            pushes.add(ExportMetricsServiceRequest.parseFrom(body));
            authorizations.add(
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics";
  }

  List<ExportMetricsServiceRequest> pushes() {
    return pushes;
  }

  List<String> authorizations() {
    return authorizations;
  }

  ExportMetricsServiceRequest last() {
    return pushes.get(pushes.size() - 1);
  }

  /** Returns a metric of the last push. */
  Metric metric(String name) {
    return last().getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
        .filter(m -> m.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " was not pushed"));
  }

  static Map<String, String> attributes(List<KeyValue> of) {
    Map<String, String> attributes = new TreeMap<>();
    of.forEach(a -> attributes.put(a.getKey(), a.getValue().getStringValue()));
    return attributes;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
