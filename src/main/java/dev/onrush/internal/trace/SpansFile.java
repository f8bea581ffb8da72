package dev.onrush.internal.trace;

import dev.onrush.internal.exchange.JsonLinesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code spans.jsonl} in a run's folder: a span a line, of the traces of exchanges. */
public final class SpansFile {

  /** Its name. */
  public static final String NAME = "spans.jsonl";

  private SpansFile() {}

  /** One to be written, in a folder that exists. */
  public static JsonLinesFile<Span> in(Path folder) {
    return new JsonLinesFile<>(folder.resolve(NAME), SpanJson::of);
  }

  /**
   * All spans of a folder, in the order of the file; none if it has no such file. The last of a
   * trace is there twice if further ones were not kept, and is one with the number of them all.
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

  /** The same by the ids of their traces. */
  public static Map<String, List<Span>> byTrace(Path folder) throws IOException {
    return read(folder).stream().collect(Collectors.groupingBy(Span::traceId));
  }
}
