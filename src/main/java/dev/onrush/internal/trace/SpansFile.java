package dev.onrush.internal.trace;

import dev.onrush.internal.exchange.JsonLinesFile;
import java.io.IOException;
import java.nio.file.Path;
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

  /** All spans of a folder, in the order of the file; none if it has no such file. */
  public static List<Span> read(Path folder) throws IOException {
    return JsonLinesFile.read(folder.resolve(NAME), SpanJson::span);
  }

  /** The same by the ids of their traces. */
  public static Map<String, List<Span>> byTrace(Path folder) throws IOException {
    return read(folder).stream().collect(Collectors.groupingBy(Span::traceId));
  }
}
