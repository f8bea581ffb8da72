package dev.onrush.internal.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads spans in OTLP's binary Protocol Buffers encoding, which most exporters send. */
final class OtlpProtobuf implements OtlpFormat {

  private static final HexFormat HEX = HexFormat.of();

  private final SpanText text;

  OtlpProtobuf(SpanText text) {
    this.text = text;
  }

  @Override
  public void read(InputStream in, Consumer<Span> to) throws IOException {
    for (ResourceSpans resource : ExportTraceServiceRequest.parseFrom(in).getResourceSpansList()) {
      String service =
          attributes(resource.getResource().getAttributesList()).getOrDefault("service.name", "");
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        scope.getSpansList().forEach(span -> to.accept(span(service, span)));
      }
    }
  }

  private Span span(String service, io.opentelemetry.proto.trace.v1.Span span) {
    Map<String, String> attributes = attributes(span.getAttributesList());
    return new Span(
        id(span.getTraceId()),
        id(span.getSpanId()),
        id(span.getParentSpanId()),
        text.name(service),
        text.name(span.getName()),
        SpanText.kind(span.getKind().name()),
        span.getStartTimeUnixNano(),
        Math.max(0, span.getEndTimeUnixNano() - span.getStartTimeUnixNano()),
        text.detail(attributes),
        error(span, attributes));
  }

  private static String id(ByteString bytes) {
    return HEX.formatHex(bytes.toByteArray());
  }

  private String error(io.opentelemetry.proto.trace.v1.Span span, Map<String, String> attributes) {
    if (span.getStatus().getCode() != Status.StatusCode.STATUS_CODE_ERROR) {
      return "";
    }
    span.getEventsList().forEach(event -> attributes.putAll(attributes(event.getAttributesList())));
    return text.error(span.getStatus().getMessage(), attributes);
  }

  private static Map<String, String> attributes(List<KeyValue> all) {
    Map<String, String> attributes = new HashMap<>();
    all.stream()
        .filter(of -> of.getValue().hasStringValue())
        .forEach(of -> attributes.put(of.getKey(), of.getValue().getStringValue()));
    return attributes;
  }
}
