package dev.onrush.internal.importing.source;

import java.time.Duration;
import java.util.List;

/**
 * What is said in a simulation beside the plan itself.
 *
 * @param name of the plan, in letters and digits, a letter first
 * @param text of the class's comment
 * @param bounds of its thresholds
 */
public record Description(String name, List<String> text, Bounds bounds) {

  /**
   * What is good enough.
   *
   * @param p95 of all response times
   * @param errorPercent of all requests
   */
  public record Bounds(Duration p95, double errorPercent) {

    /** Where nothing is known of the service: 1 s and 1 %. */
    public static final Bounds USUAL = new Bounds(Duration.ofSeconds(1), 1);
  }

  /** A copy. */
  public Description {
    text = List.copyOf(text);
  }
}
