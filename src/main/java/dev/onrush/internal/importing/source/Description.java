package dev.onrush.internal.importing.source;

import java.time.Duration;
import java.util.List;

/**
 * The parts of a simulation that are not derived from the imported requests.
 *
 * @param name the name of the plan, of letters and digits, beginning with a letter
 * @param text the lines of the comment on the class
 * @param bounds the limits of the thresholds
 */
public record Description(String name, List<String> text, Bounds bounds) {

  /**
   * The limits of the thresholds.
   *
   * @param p95 the limit of the p95 of all response times
   * @param errorPercent the limit of the error rate of all requests, in percent
   */
  public record Bounds(Duration p95, double errorPercent) {

    /** The limits if nothing is known about the service: 1 s and 1 %. */
    public static final Bounds USUAL = new Bounds(Duration.ofSeconds(1), 1);
  }

  /** Copies the lines. */
  public Description {
    text = List.copyOf(text);
  }
}
