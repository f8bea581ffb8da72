package dev.onrush.internal.trace;

import dev.onrush.internal.exchange.JsonLinesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The file {@code spans.jsonl} in a run's folder, with one span of an exchange's trace per line.
 */
public final class SpansFile {

  /** The name of the file. */
  public static final String NAME = "spans.jsonl";

  private SpansFile() {}

  /** Returns the file in an existing folder, for writing. */
  public static JsonLinesFile<Span> in(Path folder) {
    return new JsonLinesFile<>(folder.resolve(NAME), SpanJson::of);
  }

  /**
   * Returns all spans of a folder, in the order of the file; empty if the file does not exist. If
   * spans were dropped after the last kept span of a trace, the file contains this span twice. Both
   * are merged to one, with the number of all dropped spans.
   */
  public static List<Span> read(Path folder) throws IOException {
    Map<List<String>, Span> spans = new LinkedHashMap<>();
    for (Span span : JsonLinesFile.read(folder.resolve(NAME), SpanJson::span)) {
      spans.merge(
          List.of(span.traceId(), span.id()),
          span,
          (first, again) -> first.withDropped(again.dropped()));
    }
    return List.copyOf(spans.values());
  }

  /** Returns all spans of a folder by the ids of their traces. */
  public static Map<String, List<Span>> byTrace(Path folder) throws IOException {
    return read(folder).stream().collect(Collectors.groupingBy(Span::traceId));
  }
}
