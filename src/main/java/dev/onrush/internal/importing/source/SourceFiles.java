package dev.onrush.internal.importing.source;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files to write: their texts by their names.
 *
 * @param texts the texts by file names relative to the folder
 */
public record SourceFiles(Map<String, String> texts) {

  /** Copies the map, in its order. */
  public SourceFiles {
    texts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  /** Formats rows as CSV (RFC 4180). */
  static String csv(List<String> columns, List<? extends List<String>> rows) {
    StringBuilder text = new StringBuilder(line(columns));
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(
            cell -> cell.matches("[^\",\\r\\n]+") ? cell : "\"" + cell.replace("\"", "\"\"") + "\"")
        .collect(Collectors.joining(",", "", "\n"));
  }
}
