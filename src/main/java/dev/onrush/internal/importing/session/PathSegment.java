package dev.onrush.internal.importing.session;

import java.util.ArrayList;
import java.util.List;

/**
 * A segment of a path: {@code cart;jsessionid=1F;lang=en} is a word with two parameters (RFC 3986,
 * section 3.3).
 *
 * @param word the text before the first semicolon
 * @param parameters the texts after it, each without its semicolon
 */
public record PathSegment(String word, List<String> parameters) {

  /** Copies the parameters. */
  public PathSegment {
    parameters = List.copyOf(parameters);
  }

  /**
   * Splits a path without a query into its segments: {@code /a/b/} contains a, b and an empty one.
   */
  public static List<PathSegment> of(String path) {
    List<PathSegment> segments = new ArrayList<>();
    for (String text : path.substring(1).split("/", -1)) {
      List<String> parts = List.of(text.split(";", -1));
      segments.add(new PathSegment(parts.get(0), parts.subList(1, parts.size())));
    }
    return segments;
  }
}
